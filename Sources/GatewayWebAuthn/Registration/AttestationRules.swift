public import GatewayCertificates
public import GatewayIdentity

/// How much an authenticator must prove of itself (WebAuthn Level 2 section 7.1 steps 20 and 21).
public enum AttestationRules: Sendable {
    /// No statement is needed. One that is there must be genuine all the same; whose certificate it has is not asked.
    case optional
    /// A statement under a certificate that is fit for it, and leads to one of the roots at the given time.
    case anchored(AttestationAnchors, at: UnixTime)
}
