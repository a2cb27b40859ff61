internal import GatewayIdentity
internal import GatewayLimits
internal import Synchronization

/// Sources from which people of ours came by a good certificate lately: theirs come first when there is not room for all. Shared by all event
/// loops; asked once a connection.
final class Acquaintances: Sendable {
    /// A working day between them: who comes in the morning is still known after lunch.
    private let sources = Mutex(RecentSources(term: .seconds(6 * 3600)))

    func note(_ source: NetworkAddress, at now: UnixTime) { sources.withLock { $0.note(source, at: now) } }

    func rank(of source: NetworkAddress, on listener: ListenerRole, at now: UnixTime) -> Rank {
        switch listener {
        case .desk: .desk
        case .gate: sources.withLock { $0.contains(source, at: now) } ? .acquaintance : .stranger
        }
    }
}
