import Glibc

/// Files that hold secrets: made 0600, refused when others may read them.
enum PrivateFile {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// - Returns: `nil` when there is no such file.
    static func read(_ path: String, limit: Int = 64 * 1024) throws(Problem) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Problem(description: "\(path): cannot be opened: \(LastError.text)")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(description: "\(path): is not a regular file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Problem(
                description:
                    "\(path): mode \(String(status.st_mode & 0o777, radix: 8)), expected 600: it holds a secret; chmod 600 \(path)"
            )
        }
        guard status.st_size <= limit else {
            throw Problem(description: "\(path): \(status.st_size) bytes, expected at most \(limit)")
        }
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, limit - count)
            }
            guard got >= 0 else { throw Problem(description: "\(path): cannot be read: \(LastError.text)") }
            if got == 0 { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }

    /// Overwrites the file with zeros, and removes it.
    static func shred(_ path: String) throws(Problem) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Problem(description: "\(path): cannot be shredded: \(LastError.text)") }
        defer { close(descriptor) }
        var status = stat()
        let zeros = fstat(descriptor, &status) == 0 ? [UInt8](repeating: 0, count: Int(status.st_size)) : []
        guard !zeros.isEmpty, write(descriptor, zeros, zeros.count) == zeros.count, fsync(descriptor) == 0,
            unlink(path) == 0
        else { throw Problem(description: "\(path): cannot be shredded: \(LastError.text)") }
    }

    /// Makes the file, on disk when this returns; never writes over one.
    static func create(_ path: String, _ bytes: some Collection<UInt8>) throws(Problem) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Problem(description: "\(path): cannot be made: \(LastError.text)") }
        defer { close(descriptor) }
        let bytes = Array(bytes)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let reason = LastError.text
            unlink(path)
            throw Problem(description: "\(path): cannot be written: \(reason)")
        }
    }
}
