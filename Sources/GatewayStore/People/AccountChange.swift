public import GatewayIdentity

/// One of several changes that happen together or not at all.
public enum AccountChange: Hashable, Sendable {
    /// An open request, or one that was decided already: the proof of an approval given before.
    case request(AccountRequest)
    case insert(Account, SpecialListing?)
    /// Display name, organisation, language and the personnel system's name.
    case describe(Account)
    case roles(Set<RoleName>, of: AccountName, ListingChange)
    case move(AccountName, from: Set<AccountState>, to: AccountState, at: UnixTime)
    /// Disables the account, and hides it from the personnel system until it is active again.
    case deprovision(AccountName, at: UnixTime)
    case reject(String, by: AccountName, at: UnixTime, reason: String)
}
