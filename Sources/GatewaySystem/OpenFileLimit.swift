internal import Glibc

/// How many files and sockets this process may have open (setrlimit(2), RLIMIT_NOFILE).
public enum OpenFileLimit {
    /// More than this is no limit that a node comes near to.
    private static let largest: rlim_t = 1 << 20

    /// The limit up to which a process may raise itself.
    public static var hard: Int { Int(min(limits.rlim_max, largest)) }

    /// Raises this process to its hard limit. What starts it with a low soft one does so for programs that use select(2).
    /// - Returns: the limit that holds now.
    public static func raise() -> Int {
        var wanted = limits
        wanted.rlim_cur = wanted.rlim_max
        setrlimit(resource, &wanted)
        // Whatever was refused, what holds is what the system says.
        return Int(min(limits.rlim_cur, largest))
    }

    private static var limits: rlimit {
        var limits = rlimit()
        getrlimit(resource, &limits)
        return limits
    }

    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
}
