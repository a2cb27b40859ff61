public import GatewayIdentity

/// Display masking by the examples of ISMS-P 2.6.3: enough for the owner to recognise, not enough for others to use.
public enum Masking {
    /// The first two characters: `ki***`.
    public static func account(_ account: AccountName) -> String { account.text.prefix(2) + "***" }
}
