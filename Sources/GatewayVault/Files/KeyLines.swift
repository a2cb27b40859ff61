internal import GatewayCrypto
internal import GatewayIdentity

/// The lines of a key file.
struct KeyLines {
    private static let mark = "gwanmun-kek-1 "
    /// 32 bytes in base64url.
    private static let digits = 43
    /// A line with its end, times the keys that a file may have. A larger file is some other file.
    static let maximumSize = KeyFile.maximumKeys * (mark.utf8.count + digits + 1)

    let keys: [KeyEncryptionKey]

    init(_ keys: [KeyEncryptionKey], of path: String) { self.keys = keys }

    /// - Throws: `.malformed` with the place of the first thing wrong, and without what stands there.
    init(_ text: SecretBytes, of path: String) throws(KeyFileProblem) {
        keys = try text.withUnsafeBytes { (bytes) throws(KeyFileProblem) in
            var keys: [KeyEncryptionKey] = []
            var rest = bytes[...]
            repeat {
                let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
                keys.append(try Self.key(in: rest[..<end], path, line: keys.count + 1))
                rest = rest[min(end + 1, rest.endIndex)...]
            } while !rest.isEmpty
            return keys
        }
    }

    func text() -> SecretBytes {
        var text: [UInt8] = []
        text.reserveCapacity(Self.maximumSize)
        for key in keys {
            text += Array(Self.mark.utf8)
            key.withBytes { text += Array(Base64URL.encode($0).utf8) }
            text.append(UInt8(ascii: "\n"))
        }
        return SecretBytes(wiping: &text)
    }

    private static func key(in line: Slice<UnsafeRawBufferPointer>, _ path: String, line number: Int)
        throws(KeyFileProblem) -> KeyEncryptionKey
    {
        guard line.starts(with: mark.utf8) else {
            throw .malformed(
                path: path, line: number, column: 1, expected: "'\(mark)' and \(digits) characters of base64url")
        }
        var decoded = Base64URL.decode(line.dropFirst(mark.utf8.count)) ?? []
        guard let key = KeyEncryptionKey(SecretBytes(wiping: &decoded)) else {
            throw .malformed(
                path: path, line: number, column: mark.utf8.count + 1,
                expected: "\(digits) characters of base64url and a line end")
        }
        return key
    }
}
