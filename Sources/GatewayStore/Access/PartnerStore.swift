public import GatewayIdentity

/// What one person of a partner organisation had, and has no more.
public struct OffBoarded: Hashable, Sendable {
    public let account: AccountName
    /// Grants that ran, were to come or waited for approvals. Identifiers, sorted.
    public let grantsEnded: [String]
    /// Approvals that were given and had not run out. Identifiers, sorted.
    public let approvalsWithdrawn: [String]
    /// In the order in which they were bound.
    public let certificatesUnbound: [CertificateReference]
    /// Authenticators that had been confirmed.
    public let factorsRevoked: Int

    public init(
        account: AccountName, grantsEnded: [String], approvalsWithdrawn: [String],
        certificatesUnbound: [CertificateReference], factorsRevoked: Int
    ) {
        self.account = account
        self.grantsEnded = grantsEnded
        self.approvalsWithdrawn = approvalsWithdrawn
        self.certificatesUnbound = certificatesUnbound
        self.factorsRevoked = factorsRevoked
    }
}

/// Partner organisations, whole.
public protocol PartnerStore: Sendable {
    /// In one stroke, for all of them or for none: disables the accounts, ends grants, rejects open requests and withdraws approvals, unbinds
    /// certificates and removes factors. What was taken before is not taken twice.
    ///
    /// - Returns: what was taken, in the order of `accounts`.
    /// - Throws: `.notFound(.account)` for one that is unknown or removed: then nothing was changed.
    func offBoard(_ accounts: [AccountName], by: AccountName, at: UnixTime, reason: String) async throws(StoreError)
        -> [OffBoarded]
}
