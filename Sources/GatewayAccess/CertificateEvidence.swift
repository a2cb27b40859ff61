public import GatewayIdentity

/// What is known of a certificate beside what stands in it.
public struct CertificateEvidence: Hashable, Sendable {
    /// The end of the handshake in which its key was proved.
    public let provenAt: UnixTime
    /// When the oldest list was made that says that it is not revoked.
    public let revocationKnownAt: UnixTime

    public init(provenAt: UnixTime, revocationKnownAt: UnixTime) {
        self.provenAt = provenAt
        self.revocationKnownAt = revocationKnownAt
    }
}
