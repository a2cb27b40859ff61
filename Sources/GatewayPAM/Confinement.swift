internal import CPAM
internal import Glibc

/// What keeps the gate's files out of this process, and passwords in its memory from leaving it by accident.
public enum Confinement {
    /// No descriptor but the standard ones and the socket, which programs that modules start do not get; no core file, no debugger of the same user.
    ///
    /// Not with rights that its starter has not (set-user-ID, file capabilities): it would load any module with them, for the service's folder is the starter's to say.
    ///
    /// - Parameter lastDescriptor: what is above is closed.
    /// - Returns: whether all of it holds.
    public static func enter(keeping lastDescriptor: CInt) -> Bool {
        guard gwanmun_has_foreign_rights() == 0 else { return false }
        closefrom(lastDescriptor + 1)
        guard fcntl(lastDescriptor, F_SETFD, FD_CLOEXEC) == 0 else { return false }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        return gwanmun_forbid_dumps() == 0 && setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0
    }
}
