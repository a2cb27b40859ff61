/// Which token, and how to get at the keys in it.
public struct TokenAddress: Hashable, Sendable {
    /// The token's PKCS#11 library.
    public var module: String
    /// The label of the token.
    public var token: String
    /// The label of the keys; their CKA_ID tells them apart.
    public var keyLabel: String
    /// A file with the user PIN on its one line, 0600.
    public var pinFile: String
    /// How long to wait for an answer.
    public var patience: Duration

    public init(module: String, token: String, keyLabel: String, pinFile: String, patience: Duration) {
        self.module = module
        self.token = token
        self.keyLabel = keyLabel
        self.pinFile = pinFile
        self.patience = patience
    }
}
