internal import GatewayCrypto
public import GatewayPAMWire
internal import NIOPosix
internal import Synchronization

/// Passwords by PAM, asked of helper processes: bounded in number, in patience and in how many wait; replaced when one dies or hangs.
///
/// Never blocks its caller: helpers are waited for on threads of this object's own.
public final class PAMAuthenticator: Sendable {
    private let settings: PAMHelperSettings
    private let threads: NIOThreadPool
    private let census = HelperCensus()
    private let state = Mutex(State())

    private struct State {
        var idle: [HelperProcess] = []
        /// Requests that run or wait.
        var admitted = 0
        var running = 0
        var failures: [PAMHelperFailure.Kind: Int] = [:]
        var isClosed = false
    }

    public init(_ settings: PAMHelperSettings) {
        self.settings = settings
        threads = NIOThreadPool(numberOfThreads: settings.processes)
        threads.start()
    }

    /// Begins a transaction.
    ///
    /// Everything but a success comes at a whole multiple of `refusalQuantum` after the request, so that the time tells nothing of whether there is such an account,
    /// or which module refused.
    ///
    /// - Parameter holdingSuccess: a success too, where it opens nothing.
    /// - Throws: when no helper has answered; as much a refusal as any.
    public func begin(_ request: PAMRequest, holdingSuccess: Bool = false) async throws(PAMHelperFailure) -> PAMStep {
        try await step(holdingSuccess) { () throws(PAMHelperFailure) in (try self.readyHelper(), request.message()) }
    }

    /// Gives a transaction the answers it waits for. Times as in `begin`.
    public func goOn(_ dialogue: PAMDialogue, with reply: PAMReply) async throws(PAMHelperFailure) -> PAMStep {
        let helper = dialogue.take()
        return try await step(false) { () throws(PAMHelperFailure) in
            guard let helper else { throw .noDialogue }
            return (helper, reply.message())
        }
    }

    /// Ends a transaction that nobody goes on with: its helper is killed, soon.
    public func end(_ dialogue: PAMDialogue) {
        let helper = dialogue.take()
        // It is waited for where it is dropped: on a thread that may.
        threads.submit { _ in withExtendedLifetime(helper) {} }
    }

    /// Ends the helpers once what runs has been answered. Once only.
    public func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            threads.shutdownGracefully { _ in continuation.resume() }
        }
        // Dropped outside of the lock: the process is waited for.
        let helpers = state.withLock { state in
            let idle = state.idle
            state.idle = []
            return idle
        }
        withExtendedLifetime(helpers) {}
    }

    public var counts: PAMCounts {
        state.withLock { state in
            PAMCounts(
                helpers: census.alive, starts: census.startedSoFar, queue: max(0, state.admitted - state.running),
                failures: state.failures)
        }
    }
}

extension PAMAuthenticator {
    private typealias Turn = @Sendable () throws(PAMHelperFailure) -> (HelperProcess, SecretBytes)

    private func step(_ holdingSuccess: Bool, _ turn: @escaping Turn) async throws(PAMHelperFailure) -> PAMStep {
        let begin = ContinuousClock.now
        let result = await result(of: turn, until: begin + settings.patience)
        switch result {
        case .success(let step) where step.isSuccess && !holdingSuccess: return step
        case .success(let step):
            await passQuantum(since: begin)
            return step
        case .failure(let failure):
            state.withLock { $0.failures[failure.kind, default: 0] += 1 }
            await passQuantum(since: begin)
            throw failure
        }
    }

    private func result(
        of turn: @escaping Turn, until deadline: ContinuousClock.Instant
    ) async -> Result<PAMStep, PAMHelperFailure> {
        if let refusal = admit() { return .failure(refusal) }
        defer { state.withLock { $0.admitted -= 1 } }
        do {
            return try await threads.runIfActive { self.exchange(turn, until: deadline) }
        } catch {
            return .failure(.closed)
        }
    }

    private func admit() -> PAMHelperFailure? {
        state.withLock { state in
            if state.isClosed { return .closed }
            guard state.admitted < settings.processes + settings.waiting else { return .busy }
            state.admitted += 1
            return nil
        }
    }

    /// On a thread of ours. A helper that has failed goes with this call, and is ended and waited for on this thread.
    private func exchange(
        _ turn: Turn, until deadline: ContinuousClock.Instant
    ) -> Result<PAMStep, PAMHelperFailure> {
        state.withLock { $0.running += 1 }
        defer { state.withLock { $0.running -= 1 } }
        do throws(PAMHelperFailure) {
            // Who asked has been kept waiting too long to be begun with.
            guard .now < deadline else { throw .busy }
            let (helper, message) = try turn()
            let answer = try helper.exchange(message, until: deadline)
            guard case .asks(let question) = answer.outcome else {
                keep(helper)
                return .success(.finished(answer))
            }
            return .success(.asks(question, notices: answer.notices, PAMDialogue(helper)))
        } catch {
            return .failure(error)
        }
    }

    private func readyHelper() throws(PAMHelperFailure) -> HelperProcess {
        while let helper = state.withLock({ $0.idle.popLast() }) {
            if helper.isReady { return helper }
        }
        return try HelperProcess(settings.program, countedIn: census)
    }

    /// For the next request, unless there are enough: those that waited for people were besides.
    private func keep(_ helper: HelperProcess) {
        state.withLock { state in
            if state.idle.count < settings.processes { state.idle.append(helper) }
        }
    }

    private func passQuantum(since begin: ContinuousClock.Instant) async {
        let passed = ContinuousClock.now - begin
        let quanta = (passed / settings.refusalQuantum).rounded(.up)
        do {
            try await Task.sleep(until: begin + settings.refusalQuantum * quanta, clock: .continuous)
        } catch {
            // Cancelled: whoever asked does not wait for the answer any more.
        }
    }
}

extension PAMStep {
    /// The person has shown the right password: how long that took is no secret, where they are let in.
    fileprivate var isSuccess: Bool {
        switch self {
        case .asks: false
        case .finished(let answer):
            switch answer.outcome {
            case .accepted, .changed: true
            case .refused, .unavailable, .asks: false
            }
        }
    }
}
