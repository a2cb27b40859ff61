internal import GatewayIdentity
internal import NIOPosix
internal import Synchronization

/// The one thread on which a token is called, because its calls block: bounded in how many wait and in how long anybody waits.
///
/// A call that hangs cannot be taken back. Whoever waits for it is told so in time, and all who come after it, until it returns.
final class TokenThread: Sendable {
    /// What is kept between calls.
    private struct State: ~Copyable {
        var connection: TokenConnection?
        var refusedPIN: SHA256Digest?
    }

    private static let maximumWaiting = 16

    private let address: TokenAddress
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let waiting = Atomic<Int>(0)
    /// Held during a call, on the thread alone.
    private let state = Mutex(State())

    init(_ address: TokenAddress) {
        self.address = address
        thread.start()
    }

    deinit { thread.shutdownGracefully { _ in } }

    /// - Parameter mayRepeat: on a connection made anew, where the one that was there may have been at fault. Not for what must
    ///   not happen twice.
    func run<Value: Sendable>(
        mayRepeat: Bool = true,
        _ body: @escaping @Sendable (borrowing TokenConnection) throws(TokenProblem) -> Value
    ) async throws(TokenProblem) -> Value {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.maximumWaiting else {
            waiting.subtract(1, ordering: .relaxed)
            throw .busy
        }
        let patience = address.patience
        let deadline = ContinuousClock.now + patience
        let (answers, answer) = AsyncStream.makeStream(
            of: Result<Value, TokenProblem>.self, bufferingPolicy: .bufferingNewest(1))
        thread.submit { _ in
            // Nobody waits for it any more: what it was to change is not changed behind their back.
            if ContinuousClock.now < deadline { answer.yield(self.answer(body, mayRepeat)) }
            answer.finish()
            self.waiting.subtract(1, ordering: .relaxed)
        }
        return try await Self.first(of: answers, before: deadline, patience).get()
    }

    private static func first<Value: Sendable>(
        of answers: AsyncStream<Result<Value, TokenProblem>>, before deadline: ContinuousClock.Instant,
        _ patience: Duration
    ) async -> Result<Value, TokenProblem> {
        await withTaskGroup(of: Result<Value, TokenProblem>?.self) { group in
            group.addTask {
                for await answer in answers { return answer }
                return nil
            }
            group.addTask {
                // Cancelled once there is an answer.
                do { try await Task.sleep(until: deadline, clock: .continuous) } catch { return nil }
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .failure(.silent(patience))
        }
    }

    /// On the thread. A connection that may be at fault is dropped, and made anew for the same call, once: a token that was away and is
    /// back is then back at once.
    private func answer<Value: Sendable>(
        _ body: @Sendable (borrowing TokenConnection) throws(TokenProblem) -> Value, _ mayRepeat: Bool
    ) -> Result<Value, TokenProblem> {
        state.withLock { state in
            let isFinal = state.connection == nil || !mayRepeat
            let first = attempt(body, &state)
            guard case .failure(let problem) = first, problem.breaksConnection else { return first }
            state.connection = nil
            return isFinal ? first : attempt(body, &state)
        }
    }

    private func attempt<Value: Sendable>(
        _ body: @Sendable (borrowing TokenConnection) throws(TokenProblem) -> Value, _ state: inout State
    ) -> Result<Value, TokenProblem> {
        do throws(TokenProblem) {
            if state.connection == nil {
                state.connection = try TokenConnection(address, refusedPIN: &state.refusedPIN)
            }
            switch state.connection {
            case .some(let connection): return .success(try body(connection))
            case .none: return .failure(.busy)
            }
        } catch {
            return .failure(error)
        }
    }
}
