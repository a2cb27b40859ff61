internal import GatewayStore
internal import Glibc

/// The database file, which nobody but the service may read.
enum StoreFile {
    /// Makes an empty file with mode 0600 where there is none; SQLite gives its `-wal` and `-shm` the same mode.
    static func prepare(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EROFS { throw .readOnly }
            throw .unavailable("\(path): cannot open: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unavailable("\(path): cannot stat: \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unavailable("\(path): not a regular file") }
        guard status.st_mode & 0o077 == 0 else {
            throw .unavailable(
                "\(path): mode \(String(status.st_mode & 0o777, radix: 8)), expected 600: others may read it")
        }
    }
}
