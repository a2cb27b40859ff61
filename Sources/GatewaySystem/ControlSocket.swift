internal import Glibc

/// A Unix socket whose file is its owner's alone (0600) from the moment it has a name: whoever may open it is an administrator.
///
/// The file takes its mode from the descriptor at `bind` (unix(7)). The process's umask would do as well, and change the files that other threads make
/// at that moment.
public enum ControlSocket {
    /// What could not be done, on which path, and the `errno`.
    public struct Failure: Error, CustomStringConvertible {
        public let activity: String
        public let path: String
        public let code: Int32

        public var description: String { "control socket \(path): \(activity): \(String(cString: strerror(code)))" }
    }

    /// - Returns: a bound descriptor, the caller's to close. A socket that an earlier process left under that name is replaced, any other file is not.
    public static func bind(at path: String) throws(Failure) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // The last byte stays 0.
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw Failure(activity: "name", path: path, code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }

        let descriptor = socket(AF_UNIX, streamType, 0)
        guard descriptor >= 0 else { throw Failure(activity: "socket", path: path, code: errno) }
        do throws(Failure) {
            guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
                throw Failure(activity: "close-on-exec", path: path, code: errno)
            }
            guard fchmod(descriptor, 0o600) == 0 else { throw Failure(activity: "mode", path: path, code: errno) }
            if isSocket(path), unlink(path) != 0 { throw Failure(activity: "replacing", path: path, code: errno) }
            let size = socklen_t(MemoryLayout.size(ofValue: address))
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Self.bind(descriptor, $0, size) }
            }
            guard bound == 0 else { throw Failure(activity: "bind", path: path, code: errno) }
            // Nobody can connect before `listen`, so a platform that does not keep the promise is found in time.
            guard isPrivate(path) else {
                unlink(path)
                throw Failure(activity: "mode", path: path, code: EPERM)
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    private static func isPrivate(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & 0o077 == 0
    }

    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let bind = Glibc.bind
}
