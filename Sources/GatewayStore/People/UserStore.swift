public import GatewayIdentity

/// Accounts and the certificates bound to them.
public protocol UserStore: Sendable {
    /// - Throws: `.conflict(.accountExists)`.
    func insert(_ account: Account) async throws(StoreError)

    /// Replaces display name, roles, organisation, language and state.
    ///
    /// - Throws: `.notFound(.account)`.
    func update(_ account: Account) async throws(StoreError)

    func setState(_ state: AccountState, of account: AccountName) async throws(StoreError)

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
