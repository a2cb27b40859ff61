public import GatewayFactors
public import GatewayIdentity
public import GatewayWebAuthn

/// A WebAuthn credential of one person: what an assertion is judged by, and what its registration told. Nothing of it is secret.
public struct SecurityKey: Hashable, Sendable {
    public let authenticator: Authenticator
    public let record: CredentialRecord
    /// As sure as `attestation` makes it.
    public let model: AAGUID
    public let attestation: VerifiedRegistration.Attestation
    public let transports: Set<Transport>
    public let isBackedUp: Bool
    public let lastUsed: UnixTime?

    public init(
        _ authenticator: Authenticator, record: CredentialRecord, model: AAGUID,
        attestation: VerifiedRegistration.Attestation, transports: Set<Transport>, isBackedUp: Bool,
        lastUsed: UnixTime? = nil
    ) {
        self.authenticator = authenticator
        self.record = record
        self.model = model
        self.attestation = attestation
        self.transports = transports
        self.isBackedUp = isBackedUp
        self.lastUsed = lastUsed
    }

    public var id: AuthenticatorID { authenticator.id }
    public var account: AccountName { authenticator.account }
    public var state: AuthenticatorState { authenticator.state }

    /// What an assertion with it proves.
    public var kind: FactorKind { record.isBackupEligible ? .passkey : .webauthn }

    /// Registered to one person at the same time: what a browser can be asked about in one go, and more than anybody needs.
    public static let mostPerAccount = 16
}
