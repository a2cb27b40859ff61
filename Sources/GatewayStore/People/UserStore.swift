public import GatewayIdentity

/// Accounts and the certificates bound to them.
public protocol UserStore: Sendable {
    /// - Parameters:
    ///   - listing: enters the account into the list of special-purpose accounts with the same stroke.
    ///   - terms: those of a service, set with the same stroke.
    /// - Throws: `.conflict(.accountExists)`; what `ServiceStore.setTerms` would throw.
    func insert(_ account: Account, listing: SpecialListing?, terms: ServiceTerms?) async throws(StoreError)

    /// Replaces display name, organisation, language and the personnel system's name for it.
    ///
    /// - Throws: `.notFound(.account)`; `.conflict(.identifierExists)` when that name is another account's.
    func update(_ account: Account) async throws(StoreError)

    /// Replaces the roles, and with the same stroke the place in the list of special-purpose accounts.
    ///
    /// - Throws: `.notFound(.account)`, also for one that was removed.
    func setRoles(_ roles: Set<RoleName>, of account: AccountName, listing: ListingChange) async throws(StoreError)

    /// Takes all roles, the place in the list of special-purpose accounts and the terms of a service from one that was removed.
    func dropRights(of account: AccountName) async throws(StoreError)

    /// Moves the account on if it is in one of these states. One that becomes active counts as in use from then on.
    ///
    /// - Throws: `.notFound(.account)`; `.conflict(.accountState)` when it is in another state.
    func move(_ account: AccountName, from states: Set<AccountState>, to state: AccountState, at: UnixTime)
        async throws(StoreError)

    /// Carries out all of them, in order, or none.
    ///
    /// - Throws: what the first that cannot be carried out would throw by itself.
    func apply(_ changes: [AccountChange]) async throws(StoreError)

    /// - Throws: `.notFound(.account)`.
    func setLanguage(_ language: Language, of account: AccountName) async throws(StoreError)

    func account(_ name: AccountName) async throws(StoreError) -> Account?

    /// In order of names, so that a caller can page: `after` the last name of the page before, `nil` for the first.
    func accounts(after: AccountName?, limit: Int) async throws(StoreError) -> [Account]

    /// - Throws: `.conflict(.certificateBound)` when the reference leads to an account already, this one included;
    ///   `.notFound(.account)`.
    func bind(_ binding: CertificateBinding) async throws(StoreError)

    /// - Throws: `.notFound(.certificateBinding)`.
    func unbind(_ reference: CertificateReference, from account: AccountName) async throws(StoreError)

    func bindings(of account: AccountName) async throws(StoreError) -> [CertificateBinding]

    /// The one account that a verified certificate leads to, whatever its state; `nil` when it is bound to nobody.
    ///
    /// - Throws: `.conflict(.certificateAmbiguous)` when its serial and its key lead to different accounts.
    func owner(of certificate: ClientCertificate) async throws(StoreError) -> Account?
}

extension UserStore {
    public func insert(_ account: Account, listing: SpecialListing? = nil) async throws(StoreError) {
        try await insert(account, listing: listing, terms: nil)
    }
}
