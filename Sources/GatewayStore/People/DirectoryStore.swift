public import GatewayIdentity
public import GatewayPolicy

/// One account with everything that decides whether its holder may come in, all as of one instant.
public struct DirectoryEntry: Hashable, Sendable {
    public let account: Account
    /// Oldest first.
    public let bindings: [CertificateBinding]
    /// Past, running and future ones, oldest first.
    public let grants: [PartnerGrant]
    /// `nil`: not in the list of special-purpose accounts.
    public let special: SpecialListing?
    /// When two people last opened the account for an emergency; `nil`: never.
    public let openedAt: UnixTime?
    /// `nil`: no service, or one that nobody answers for.
    public let terms: ServiceTerms?
    /// Those that were given and not withdrawn, whether they run or not.
    public let approvals: [HeldApproval]

    public init(
        account: Account, bindings: [CertificateBinding], grants: [PartnerGrant], special: SpecialListing? = nil,
        openedAt: UnixTime? = nil, terms: ServiceTerms? = nil,
        approvals: [HeldApproval] = []
    ) {
        self.account = account
        self.bindings = bindings
        self.grants = grants
        self.special = special
        self.openedAt = openedAt
        self.terms = terms
        self.approvals = approvals
    }
}

/// What the directory in memory is filled from. What a call costs does not depend on how many rows an account has, but
/// on how many rows it returns.
public protocol DirectoryStore: Sendable {
    /// In order of names, so that a caller can page: `after` the last name of the page before, `nil` for the first.
    func directoryEntries(after: AccountName?, limit: Int) async throws(StoreError) -> [DirectoryEntry]

    /// Whoever a verified certificate leads to, whatever their state: nobody, one account, or two where its serial
    /// leads to one and its key to another.
    func directoryEntries(claiming certificate: ClientCertificate) async throws(StoreError) -> [DirectoryEntry]

    /// - Returns: `nil` when there is no such account.
    func directoryEntry(of account: AccountName) async throws(StoreError) -> DirectoryEntry?
}
