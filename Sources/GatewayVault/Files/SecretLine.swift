public import GatewayCrypto

/// A file that holds one line of a secret, such as a PIN. 0600.
public enum SecretLine {
    private static let maximumSize = 256

    /// - Returns: the line without its end, 1 to 256 bytes.
    public static func read(_ path: String) throws(KeyFileProblem) -> SecretBytes {
        let text = try PrivateDescriptor.open(path).contents(limit: maximumSize)
        let line = text.withUnsafeBytes { bytes in
            bytes.last == UInt8(ascii: "\n") ? SecretBytes(copying: bytes.dropLast()) : SecretBytes(copying: bytes)
        }
        guard line.count > 0, line.count <= maximumSize,
            line.withUnsafeBytes({ bytes in bytes.allSatisfy { $0 != UInt8(ascii: "\n") && $0 != 0 } })
        else {
            throw .malformed(path: path, line: 1, column: 1, expected: "one line of 1 to \(maximumSize) bytes")
        }
        return line
    }
}
