internal import Glibc

/// Keeps every other writer of the index out while it lives (`index.lock`, `flock`), whatever becomes of the process.
final class IndexLock {
    private let descriptor: Int32

    /// - Returns: `nil` while somebody else has it.
    init?(in directory: String) throws(IndexFailure) {
        let path = directory + "/index.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unavailable("\(path): \(String(cString: strerror(errno)))") }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        let code = errno
        close(descriptor)
        guard code == EWOULDBLOCK else { throw .unavailable("\(path): \(String(cString: strerror(code)))") }
        return nil
    }

    deinit { close(descriptor) }
}
