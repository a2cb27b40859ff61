internal import Glibc

/// A file that one process at a time holds (flock(2)): until the lock is dropped, or the process ends, however it ends.
public struct FileLock: ~Copyable {
    private let descriptor: CInt

    /// - Returns: `nil` when another process holds it.
    /// - Throws: the `errno` when the file can be neither opened nor made (0600).
    public static func take(_ path: String) throws(SystemFailure) -> FileLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .last(path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw SystemFailure(activity: path, code: code) }
            return nil
        }
        return FileLock(descriptor: descriptor)
    }

    deinit { close(descriptor) }
}
