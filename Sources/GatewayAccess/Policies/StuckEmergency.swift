internal import GatewayIdentity
internal import Synchronization

/// An emergency change whose hours are over, while what was before it cannot come back: when that is tried again, and told again.
final class StuckEmergency: Sendable {
    /// Reading and trying a policy takes up to a second.
    private static let rest = Duration.seconds(60)
    private static let silence = Duration.seconds(3600)

    private struct State {
        let version: Int
        var triedAt: UnixTime
        var toldAt: UnixTime?
    }

    private let state = Mutex<State?>(nil)

    func isDue(_ version: Int, at now: UnixTime) -> Bool {
        state.withLock { state in
            guard let state, state.version == version else { return true }
            return now >= state.triedAt + Self.rest
        }
    }

    /// - Returns: whether it is the first time for this version since the node started.
    func failed(_ version: Int, at now: UnixTime) -> Bool {
        state.withLock { state in
            let isFirst = state?.version != version
            state = State(version: version, triedAt: now, toldAt: isFirst ? nil : state?.toldAt)
            return isFirst
        }
    }

    /// Once an hour.
    func isToBeTold(at now: UnixTime) -> Bool {
        state.withLock { state in
            if let told = state?.toldAt, now < told + Self.silence { return false }
            state?.toldAt = now
            return true
        }
    }
}
