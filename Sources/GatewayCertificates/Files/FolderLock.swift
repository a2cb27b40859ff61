internal import Glibc

/// Keeps other processes from changing the same folder. The kernel takes the lock back from a process that dies.
enum FolderLock {
    /// Waits for whoever holds the folder, then runs `work` as its only user.
    static func held<R>(on folder: String, _ work: () throws -> R) throws -> R {
        let path = folder + "/.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileProblem.system(path, "cannot open") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw FileProblem.system(path, "cannot lock") }
        }
        return try work()
    }
}
