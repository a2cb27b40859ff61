public import GatewayIdentity

/// What an emergency lock shuts out.
public enum LockTarget: Hashable, Sendable {
    case account(AccountName)
    /// SHA-256 of one certificate.
    case certificate(SHA256Digest)
    case organisation(String)
    /// RFC 4514 text of a certificate authority's name: everyone it certified.
    case issuer(String)
    /// Everybody who comes from there, with or without a certificate.
    case network(CIDRBlock)
}

/// Set by a person for an incident, apart from the locks that failed attempts bring.
public struct EmergencyLock: Hashable, Sendable {
    public let id: String
    public let target: LockTarget
    public let reason: String
    public let by: AccountName
    public let at: UnixTime
    /// The first instant at which it no longer holds; `nil` holds until it is lifted.
    public let until: UnixTime?

    public init(id: String, target: LockTarget, reason: String, by: AccountName, at: UnixTime, until: UnixTime?) {
        self.id = id
        self.target = target
        self.reason = reason
        self.by = by
        self.at = at
        self.until = until
    }

    public func holds(at now: UnixTime) -> Bool { until.map { now < $0 } ?? true }
}

public protocol LockStore: Sendable {
    /// - Throws: `.conflict(.identifierExists)`.
    func insert(_ lock: EmergencyLock) async throws(StoreError)

    /// Ends a lock; the row stays for the history.
    ///
    /// - Throws: `.notFound(.lock)` when it is unknown or lifted already.
    func liftLock(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError)

    /// Not lifted and not past their end, oldest first.
    func locks(holdingAt: UnixTime) async throws(StoreError) -> [EmergencyLock]
}
