public import GatewayIdentity

/// What the judge says of a presented chain.
public enum CertificateVerdict: Hashable, Sendable {
    case accepted(VerifiedCertificate)
    /// The first check, in the order of compliance profile 2.5, that the chain does not pass; and the leaf, when one could be read.
    case refused(Reason, ClientCertificate?)
}

/// A client certificate that passed every check at `judgedAt`. Only the judge makes one.
public struct VerifiedCertificate: Hashable, Sendable {
    public let certificate: ClientCertificate
    /// Not valid from here on: the first end among the chain's validities and the revocation lists that spoke for it.
    public let validUntil: UnixTime
    /// When the oldest list that spoke for the leaf was made. A policy may ask for fresher knowledge than the profile does.
    public let revocationKnownAsOf: UnixTime
    public let judgedAt: UnixTime
    /// The trust that judged; a later generation has not.
    public let generation: UInt64
}

/// A verdict with what an operator wants to know about it. Never shown to the client.
public struct CertificateExamination: Sendable {
    public let verdict: CertificateVerdict
    /// What is wrong, with the certificate it is wrong with; `nil` when accepted.
    public let detail: String?
}
