internal import CProcess
internal import Glibc

/// Keeps the memory of a process that holds keys out of files and logs, and from other processes of its user.
public enum CoreDumps {
    /// From now on the process leaves no core, in a file or to a collector, and no debugger but root's looks into it.
    ///
    /// It ends at once when it crashes: what Swift's runtime would do, print registers and the memory they point to, is the same in
    /// small.
    public static func forbid() throws(SystemFailure) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // The limit alone does not hold where core(5) names a program to take them.
        guard gwanmun_forbid_dumps() == 0, setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else {
            throw .last("forbidding core dumps")
        }
        for crash in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { signal(crash, SIG_DFL) }
    }
}
