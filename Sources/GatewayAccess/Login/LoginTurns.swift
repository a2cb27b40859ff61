internal import GatewayIdentity
internal import Synchronization

/// Who has more attempts in the house than may be.
public enum LoginCrowd: String, CaseIterable, Sendable {
    case account, source, node
}

/// Bounds the attempts to log in that are in the house at a time, their answers that are held back included, and lets
/// those of one account be judged one after the other.
///
/// Whoever holds a proven certificate can send wrong codes as fast as the wire takes them. What each costs (writes to
/// the store, a record, a warning) is paid here for so many per account, per source and altogether; the rest is turned
/// away at once, and costs a look into two tables.
final class LoginTurns: Sendable {
    struct Limits {
        /// Nobody types this much; fifty at once still find out who was first.
        var perAccount = 64
        /// An office behind one address comes to work at nine.
        var perSource = 256
        var altogether = 1024
    }

    enum Admission: Equatable {
        case admitted
        case full(LoginCrowd)
    }

    private struct Line {
        var inHouse = 0
        var isJudging = false
        /// Those to be judged next; at most `perAccount`.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private struct State {
        var accounts: [AccountName: Line] = [:]
        var sources: [NetworkAddress: Int] = [:]
        var inHouse = 0
        var turnedAway: [LoginCrowd: Int] = [:]
    }

    private let limits: Limits
    private let state = Mutex(State())

    init(limits: Limits = Limits()) { self.limits = limits }

    /// Whoever is admitted calls `leave` once their answer is on its way.
    func admit(_ account: AccountName, from source: NetworkAddress) -> Admission {
        state.withLock { state in
            let full: LoginCrowd? =
                if state.inHouse >= limits.altogether {
                    .node
                } else if state.accounts[account, default: Line()].inHouse >= limits.perAccount {
                    .account
                } else if state.sources[source.throttleKey, default: 0] >= limits.perSource {
                    .source
                } else {
                    nil
                }
            if let full {
                state.turnedAway[full, default: 0] += 1
                return .full(full)
            }
            state.inHouse += 1
            state.accounts[account, default: Line()].inHouse += 1
            state.sources[source.throttleKey, default: 0] += 1
            return .admitted
        }
    }

    func leave(_ account: AccountName, from source: NetworkAddress) {
        state.withLock { state in
            state.inHouse -= 1
            let others = state.accounts[account, default: Line()].inHouse - 1
            if others > 0 { state.accounts[account]?.inHouse = others } else { state.accounts[account] = nil }
            let fromThere = state.sources[source.throttleKey, default: 1] - 1
            state.sources[source.throttleKey] = fromThere > 0 ? fromThere : nil
        }
    }

    /// Runs one judgement when those before it, of the same account, are done.
    func inTurn<Result, Failure: Error>(
        of account: AccountName, _ judge: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        await enter(account)
        defer { next(account) }
        return try await judge()
    }

    /// How many were turned away since the start.
    func turnedAway(by: LoginCrowd) -> Int { state.withLock { $0.turnedAway[by] ?? 0 } }

    private func enter(_ account: AccountName) async {
        await withCheckedContinuation { waiter in
            let mayGo = state.withLock { state in
                guard state.accounts[account, default: Line()].isJudging else {
                    state.accounts[account, default: Line()].isJudging = true
                    return true
                }
                state.accounts[account, default: Line()].waiting.append(waiter)
                return false
            }
            if mayGo { waiter.resume() }
        }
    }

    private func next(_ account: AccountName) {
        let successor = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let line = state.accounts[account], let first = line.waiting.first else {
                state.accounts[account]?.isJudging = false
                return nil
            }
            state.accounts[account]?.waiting.removeFirst()
            return first
        }
        successor?.resume()
    }
}
