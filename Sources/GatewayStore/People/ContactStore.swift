public import GatewayIdentity

/// Where the owner of an account is told what happens to it.
public protocol ContactStore: Sendable {
    /// - Parameter mail: `nil` forgets it.
    /// - Throws: `.notFound(.account)`.
    func setContact(_ mail: MailAddress?, of account: AccountName) async throws(StoreError)

    /// - Returns: `nil` when none is known.
    func contact(of account: AccountName) async throws(StoreError) -> MailAddress?
}
