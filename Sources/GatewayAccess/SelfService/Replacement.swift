internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore

/// One authenticator takes the place of another: named when the new one is given or begun, and done with its confirmation,
/// by the store, in one step. Until then the old one works as before.
extension AccessCore {
    /// Whether a person has this authenticator, in a state in which another may take its place. The counts and locks of
    /// failed attempts are the person's: they stay whatever is replaced.
    func mayReplace(_ old: AuthenticatorID, of account: AccountName) async throws(StoreError) -> Bool {
        try await ports.store.authenticators(of: account).contains { $0.id == old && $0.state.isReplaceable }
    }
}

extension Authenticator {
    /// Of the event that confirms it.
    var confirmationDetails: [String: String] {
        var details = ["authenticator": id.text]
        details["replaces"] = replaces?.text
        return details
    }
}
