public import GatewayIdentity
public import GatewaySessions

/// A session together with the tokens that open it.
public struct StoredSession: Hashable, Sendable {
    public let session: Session
    public let tokens: [SessionTokenRecord]

    public init(session: Session, tokens: [SessionTokenRecord]) {
        self.session = session
        self.tokens = tokens
    }
}

public protocol SessionStore: Sendable {
    /// - Throws: `.conflict(.identifierExists)`, `.notFound(.account)`.
    func insert(_ session: StoredSession) async throws(StoreError)

    /// Ends a session as elevated and puts its successor, both or neither.
    ///
    /// - Returns: `false` when the old one was not live any more; the successor is not there then.
    func replace(_ old: SessionID, with successor: StoredSession, at: UnixTime) async throws(StoreError) -> Bool

    /// Adds a token, in place of the session's earlier one of the same scope.
    ///
    /// - Returns: `false` when the session is not live.
    func addToken(_ token: SessionTokenRecord) async throws(StoreError) -> Bool

    /// - Returns: `false` when it had ended before (or never was): the first cause stays.
    func end(_ session: SessionID, cause: SessionEndCause, at: UnixTime) async throws(StoreError) -> Bool

    /// Ends every live session of an account.
    ///
    /// - Returns: which.
    func endSessions(of account: AccountName, cause: SessionEndCause, at: UnixTime) async throws(StoreError)
        -> [SessionID]

    /// Moves `lastSeenAt` on, in one transaction; never back, and not of ended sessions.
    func touch(_ seen: [SessionID: UnixTime]) async throws(StoreError)

    /// Ended or not.
    func session(_ id: SessionID) async throws(StoreError) -> StoredSession?

    /// Not ended; whether their time has run out is for `Session.standing` to say.
    func liveSessions(of account: AccountName) async throws(StoreError) -> [StoredSession]

    /// All that have not ended, to fill the table in memory at start.
    func liveSessions() async throws(StoreError) -> [StoredSession]

    /// Forgets sessions that ended before an instant, with their tokens.
    ///
    /// - Returns: how many.
    func removeSessions(endedBefore: UnixTime) async throws(StoreError) -> Int
}
