internal import Glibc

/// Starts a helper with a socket on descriptor 3 and nothing else of ours: no environment, no blocked signal, and no descriptor that is closed on exec, as
/// all of ours are; `gwanmun-pam` closes whatever else there might be.
enum Spawn {
    private static let descriptorInHelper: CInt = 3
    /// Modules look for programs and messages by these; nothing of the gate's own environment is passed on.
    private static let environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]

    /// - Returns: the process, and the gate's end of the socket: the caller's to end and to close.
    static func start(_ program: HelperProgram) throws(PAMHelperFailure) -> (pid_t, CInt) {
        var pair: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw .cannotStart(code: errno) }
        defer { close(pair[1]) }
        var id: pid_t = 0
        let status = withPlan(descriptor: pair[1]) { actions, attributes in
            withCStrings([program.path] + program.arguments) { arguments in
                withCStrings(environment) { environment in
                    posix_spawn(&id, program.path, actions, attributes, arguments, environment)
                }
            }
        }
        guard status == 0 else {
            close(pair[0])
            throw .cannotStart(code: status)
        }
        return (id, pair[0])
    }

    /// - Returns: what `body` returns, or the error number of a plan that could not be made.
    private static func withPlan(
        descriptor: CInt,
        _ body: (UnsafePointer<posix_spawn_file_actions_t>, UnsafePointer<posix_spawnattr_t>) -> CInt
    ) -> CInt {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard posix_spawn_file_actions_init(&actions) == 0 else { return ENOMEM }
        defer { posix_spawn_file_actions_destroy(&actions) }
        guard posix_spawnattr_init(&attributes) == 0 else { return ENOMEM }
        defer { posix_spawnattr_destroy(&attributes) }

        guard posix_spawn_file_actions_adddup2(&actions, descriptor, descriptorInHelper) == 0 else { return ENOMEM }
        // Modules print: neither into our messages nor into our log, where a password could land.
        for standard in 0..<descriptorInHelper {
            guard posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0) == 0 else {
                return ENOMEM
            }
        }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        // A group of its own, so that what a module has started ends with the helper.
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        guard posix_spawnattr_setsigmask(&attributes, &none) == 0,
            posix_spawnattr_setsigdefault(&attributes, &all) == 0, posix_spawnattr_setpgroup(&attributes, 0) == 0,
            posix_spawnattr_setflags(&attributes, Int16(flags)) == 0
        else { return EINVAL }
        return body(&actions, &attributes)
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
    }
}
