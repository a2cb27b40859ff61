import GatewayIdentity
import Synchronization

/// Who has a policy looked at now: one at a time for each person, and two in all, so that nobody's typing keeps the node busy.
final class ExaminationTurns: Sendable {
    static let most = 2

    private let running = Mutex<Set<AccountName>>([])

    /// Runs it, or not at all when it is not this person's turn.
    ///
    /// - Returns: `nil`: not now.
    func take<Value: Sendable>(_ account: AccountName, _ work: @Sendable () async throws -> Value) async throws
        -> Value?
    {
        let isAdmitted = running.withLock { running in
            running.count < Self.most && running.insert(account).inserted
        }
        guard isAdmitted else { return nil }
        defer { running.withLock { _ = $0.remove(account) } }
        return try await work()
    }
}
