internal import Glibc

/// One run of another program: bytes on its standard input, a clean environment, a process group and a time of its own.
///
/// The input is in the buffer of a pipe before the program begins, so that one that does not read cannot hold us up.
public enum ProgramRun {
    public enum Ending: Hashable, Sendable {
        /// - Parameter said: the beginning of what it wrote on standard error.
        case exited(code: Int32, said: String)
        case killed(bySignal: Int32)
        /// It was killed, with everything it had started, because its time was over.
        case timedOut
    }

    private static let environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]
    /// What the buffer of a pipe holds (pipe(7)), and so the most that a program can be given.
    public static let inputLimit = 65_536
    /// Bytes of its complaint that are kept.
    private static let complaintLimit = 512
    /// Milliseconds between two looks at whether it has ended.
    private static let look: CInt = 20

    /// Blocks; for a thread that may.
    ///
    /// - Parameter path: absolute; no shell is between.
    public static func run(
        _ path: String, _ arguments: [String], input: [UInt8], within patience: Duration
    ) throws(SystemFailure) -> Ending {
        let letter = try Pipe()
        defer { letter.close() }
        try letter.fill(with: input)
        letter.closeInlet()
        let complaints = try Pipe()
        defer { complaints.close() }
        let started = start([path] + arguments, reading: letter.outlet, complainingTo: complaints.inlet)
        complaints.closeInlet()
        return watch(
            try started.get(), complaining: complaints.outlet, until: ContinuousClock.now + patience)
    }

    private static func start(
        _ words: [String], reading input: CInt, complainingTo complaints: CInt
    ) -> Result<pid_t, SystemFailure> {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        // A group of its own, so that what it has started can be ended with it.
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        var process: pid_t = 0
        guard posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) == 0,
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0,
            posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO) == 0,
            posix_spawnattr_setsigmask(&attributes, &none) == 0,
            posix_spawnattr_setsigdefault(&attributes, &all) == 0, posix_spawnattr_setpgroup(&attributes, 0) == 0,
            posix_spawnattr_setflags(&attributes, Int16(flags)) == 0
        else { return .failure(SystemFailure(activity: words[0], code: ENOMEM)) }
        let code = withCStrings(words) { arguments in
            withCStrings(environment) { posix_spawn(&process, words[0], &actions, &attributes, arguments, $0) }
        }
        return code == 0 ? .success(process) : .failure(SystemFailure(activity: words[0], code: code))
    }

    private static func watch(
        _ process: pid_t, complaining complaints: CInt, until deadline: ContinuousClock.Instant
    ) -> Ending {
        var said: [UInt8] = []
        var status: CInt = 0
        while true {
            let isOpen = listen(to: complaints, &said)
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { break }
            if ContinuousClock.now >= deadline {
                kill(-process, SIGKILL)
                kill(process, SIGKILL)
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                return .timedOut
            }
            // A descriptor below 0 is passed over (poll(2)): then it is a rest.
            var state = pollfd(fd: isOpen ? complaints : -1, events: Int16(POLLIN), revents: 0)
            _ = poll(&state, 1, look)
        }
        _ = listen(to: complaints, &said)
        // <sys/wait.h>: the low seven bits are the signal, the next byte the exit code.
        guard status & 0x7F == 0 else { return .killed(bySignal: status & 0x7F) }
        return .exited(code: status >> 8 & 0xFF, said: String(decoding: said, as: UTF8.self))
    }

    /// Takes what was written meanwhile, and keeps its beginning.
    ///
    /// - Returns: false when nobody can write any more.
    private static func listen(to complaints: CInt, _ said: inout [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var state = pollfd(fd: complaints, events: Int16(POLLIN), revents: 0)
            guard poll(&state, 1, 0) > 0 else { return true }
            let count = read(complaints, &buffer, buffer.count)
            if count == 0 { return false }
            guard count > 0 else { return true }
            said += buffer.prefix(min(count, complaintLimit - said.count))
        }
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
    }
}

/// Two ends, closed on exec. What is written into the inlet is read from the outlet.
private final class Pipe {
    private(set) var outlet: CInt
    private(set) var inlet: CInt

    init() throws(SystemFailure) {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .last("pipe") }
        (outlet, inlet) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    /// Blocks nobody: it fits, or it is refused.
    func fill(with bytes: [UInt8]) throws(SystemFailure) {
        guard fcntl(inlet, F_SETFL, O_NONBLOCK) == 0, write(inlet, bytes, bytes.count) == bytes.count else {
            throw .last("the input of a program")
        }
    }

    func closeInlet() {
        if inlet >= 0 { Glibc.close(inlet) }
        inlet = -1
    }

    func close() {
        closeInlet()
        if outlet >= 0 { Glibc.close(outlet) }
        outlet = -1
    }
}
