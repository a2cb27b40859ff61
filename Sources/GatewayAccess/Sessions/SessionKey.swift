internal import Synchronization

/// What a token is in memory: the session it opens, for as long as no newer token of the same scope took its place.
///
/// A connection that sees the same token on every request keeps this instead of looking it up, and asks `opens`.
public final class SessionKey: Sendable {
    public let session: LiveSession
    private let isWithdrawn = Atomic(false)

    init(session: LiveSession) { self.session = session }

    /// False from the moment at which the session ended or has another token for this scope.
    public var opens: Bool { !isWithdrawn.load(ordering: .acquiring) && !session.hasEnded }

    func withdraw() { isWithdrawn.store(true, ordering: .releasing) }
}
