/// How long keys are good for.
public struct VaultSettings: Hashable, Sendable {
    /// How long a key-encryption key is meant to be used.
    public var rotateAfter: Duration
    /// How long opened data keys are used while the key-encryption key cannot be reached; then secrets stay shut.
    public var lease: Duration
    /// Keys of accounts that are kept open.
    public var openAccounts: Int

    public init(
        rotateAfter: Duration = .seconds(365 * 86400), lease: Duration = .seconds(300), openAccounts: Int = 4096
    ) {
        self.rotateAfter = rotateAfter
        self.lease = lease
        self.openAccounts = openAccounts
    }
}
