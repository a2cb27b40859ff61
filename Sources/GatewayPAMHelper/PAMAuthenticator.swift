public import GatewayPAMWire
internal import NIOPosix
internal import Synchronization

/// Passwords by PAM, asked of helper processes: bounded in number, in patience and in how many wait; replaced when one dies or hangs.
///
/// Never blocks its caller: helpers are waited for on threads of this object's own, one a helper.
public final class PAMAuthenticator: Sendable {
    private let settings: PAMHelperSettings
    private let threads: NIOThreadPool
    private let state = Mutex(State())

    private struct State {
        var idle: [HelperProcess] = []
        /// Requests that run or wait.
        var admitted = 0
        var isClosed = false
    }

    public init(_ settings: PAMHelperSettings) {
        self.settings = settings
        threads = NIOThreadPool(numberOfThreads: settings.processes)
        threads.start()
    }

    /// Everything but a success comes at a whole multiple of `refusalQuantum` after the request, so that the time tells nothing of whether there is such an account,
    /// or which module refused.
    ///
    /// - Throws: when no helper has answered; as much a refusal as any.
    public func answer(to request: PAMRequest) async throws(PAMHelperFailure) -> PAMAnswer {
        let begin = ContinuousClock.now
        let result = await result(of: request)
        switch result {
        case .success(let answer) where answer.outcome.isSuccess: return answer
        case .success(let answer):
            await passQuantum(since: begin)
            return answer
        case .failure(let failure):
            await passQuantum(since: begin)
            throw failure
        }
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

    private func result(of request: PAMRequest) async -> Result<PAMAnswer, PAMHelperFailure> {
        if let refusal = admit() { return .failure(refusal) }
        defer { state.withLock { $0.admitted -= 1 } }
        do {
            return try await threads.runIfActive { self.exchange(request) }
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
    private func exchange(_ request: PAMRequest) -> Result<PAMAnswer, PAMHelperFailure> {
        do throws(PAMHelperFailure) {
            let helper = try readyHelper()
            let answer = try helper.exchange(request, within: settings.patience)
            state.withLock { $0.idle.append(helper) }
            return .success(answer)
        } catch {
            return .failure(error)
        }
    }

    private func readyHelper() throws(PAMHelperFailure) -> HelperProcess {
        while let helper = state.withLock({ $0.idle.popLast() }) {
            if helper.isReady { return helper }
        }
        return try HelperProcess(settings.program)
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

extension PAMAnswer.Outcome {
    /// The person has shown the right password: how long that took is no secret.
    fileprivate var isSuccess: Bool {
        switch self {
        case .accepted, .passwordExpired, .changed: true
        case .refused, .unavailable, .asksMore: false
        }
    }
}
