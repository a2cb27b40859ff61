public import GatewayCrypto
internal import GatewayIdentity
internal import Glibc

/// Why the key-encryption key could not be had. Holds no byte of the file.
public enum KeyFileProblem: Error, Hashable, Sendable {
    case cannotOpen(path: String, system: String)
    case notAFile(path: String)
    /// Group or others may read or write it, or it belongs to somebody else.
    case exposed(path: String, mode: String)
    case malformed(path: String, column: Int, expected: String)
    case exists(path: String)
    case crypto(CryptoFailure)
}

extension KeyFileProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotOpen(let path, let system): "\(path): cannot open the key file: \(system)"
        case .notAFile(let path): "\(path): the key file is not a regular file"
        case .exposed(let path, let mode):
            "\(path): mode \(mode) of the key file, expected 600 and owned by the service or root: chmod 600 \(path)"
        case .malformed(let path, let column, let expected): "\(path):1:\(column): not a key, expected \(expected)"
        case .exists(let path): "\(path): the key file exists; a new one would shut the store for good"
        case .crypto(let failure): failure.description
        }
    }
}

/// The file that holds the key-encryption key: one line, `gwanmun-kek-1` and 32 bytes in base64url.
public enum KeyFile {
    private static let mark = "gwanmun-kek-1 "
    /// More than a key file ever has; a larger one is some other file.
    private static let maximumSize = 256

    public static func read(_ path: String) throws(KeyFileProblem) -> KeyEncryptionKey {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, system: systemText()) }
        defer { close(descriptor) }
        try requirePrivate(descriptor, path)
        return try key(in: contents(descriptor, path), path)
    }

    /// Makes a key file with a new random key. It and its name are on disk before this returns, so that no power cut leaves
    /// a store without its key.
    ///
    /// - Throws: `.exists` rather than write over one.
    public static func create(_ path: String) throws(KeyFileProblem) -> KeyEncryptionKey {
        let secret: SecretBytes
        do { secret = try SecureRandom.secret(AES256GCM.keySize) } catch { throw .crypto(error) }
        guard let key = KeyEncryptionKey(secret) else { throw .crypto(CryptoFailure(.generateKey, "wrong size")) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? .exists(path: path) : .cannotOpen(path: path, system: systemText())
        }
        defer { close(descriptor) }
        let line = Array((mark + secret.withUnsafeBytes { Base64URL.encode($0) } + "\n").utf8)
        guard write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0, syncFolder(of: path) else {
            let reason = systemText()
            unlink(path)
            throw .cannotOpen(path: path, system: reason)
        }
        return key
    }

    private static func syncFolder(of path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    private static func requirePrivate(_ descriptor: Int32, _ path: String) throws(KeyFileProblem) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, system: systemText()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
            throw .exposed(path: path, mode: String(status.st_mode & 0o777, radix: 8))
        }
    }

    private static func contents(_ descriptor: Int32, _ path: String) throws(KeyFileProblem) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: maximumSize)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw .cannotOpen(path: path, system: systemText()) }
        buffer.removeLast(buffer.count - count)
        return buffer
    }

    private static func key(in text: [UInt8], _ path: String) throws(KeyFileProblem) -> KeyEncryptionKey {
        guard text.starts(with: mark.utf8) else {
            throw .malformed(path: path, column: 1, expected: "'\(mark)' and 43 characters of base64url")
        }
        var encoded = text.dropFirst(mark.utf8.count)
        if encoded.last == UInt8(ascii: "\n") { encoded.removeLast() }
        guard let bytes = Base64URL.decode(encoded), let key = KeyEncryptionKey(SecretBytes(copying: bytes)) else {
            throw .malformed(
                path: path, column: mark.utf8.count + 1, expected: "43 characters of base64url and a line end")
        }
        return key
    }

    private static func systemText() -> String { String(cString: strerror(errno)) }
}
