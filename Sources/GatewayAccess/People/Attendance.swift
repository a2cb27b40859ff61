internal import GatewayIdentity
internal import Synchronization

/// Whose certificates were let in since it was last written down. Unused accounts are told by it.
final class Attendance: Sendable {
    private let seen = Mutex<[AccountName: UnixTime]>([:])

    func note(_ account: AccountName, at now: UnixTime) { seen.withLock { $0[account] = now } }

    func last(of account: AccountName) -> UnixTime? { seen.withLock { $0[account] } }

    func take() -> [AccountName: UnixTime] {
        seen.withLock { seen in
            defer { seen = [:] }
            return seen
        }
    }

    /// They could not be written down: later notes stay.
    func giveBack(_ times: [AccountName: UnixTime]) { seen.withLock { $0.merge(times) { max($0, $1) } } }
}
