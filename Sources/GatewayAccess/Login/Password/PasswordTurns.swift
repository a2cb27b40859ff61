internal import GatewayIdentity
internal import Synchronization

/// One password of an account is judged at a time: many at once would fill the line before those who judge, for everybody.
final class PasswordTurns: Sendable {
    private let accounts = Mutex<Set<AccountName>>([])

    /// - Throws: at once, when one is being judged.
    func take<Result>(
        of account: AccountName, _ body: () async throws(AccessFailure) -> Result
    ) async throws(AccessFailure) -> Result {
        guard accounts.withLock({ $0.insert(account).inserted }) else {
            throw AccessFailure(.overloaded, "another password of this account is being judged")
        }
        defer { accounts.withLock { _ = $0.remove(account) } }
        return try await body()
    }
}
