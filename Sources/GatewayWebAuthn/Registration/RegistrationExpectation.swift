public import GatewayFIDO2

/// What a registration must turn out to be.
public struct RegistrationExpectation: Sendable {
    public let relyingParty: RelyingParty
    /// At least 16 random bytes, used once (WebAuthn Level 2 section 13.4.3); that it is unused and fresh is the caller's to see.
    public let challenge: [UInt8]
    /// What the page offered as `pubKeyCredParams`.
    public let algorithms: Set<SignatureAlgorithm>
    /// Refuses credentials that can be copied to other devices (compliance profile 2.3: classified resources).
    public let mustBeDeviceBound: Bool
    public let models: ModelRules
    public let attestation: AttestationRules

    public init(
        relyingParty: RelyingParty, challenge: [UInt8], algorithms: Set<SignatureAlgorithm>, mustBeDeviceBound: Bool,
        models: ModelRules, attestation: AttestationRules
    ) {
        self.relyingParty = relyingParty
        self.challenge = challenge
        self.algorithms = algorithms
        self.mustBeDeviceBound = mustBeDeviceBound
        self.models = models
        self.attestation = attestation
    }
}
