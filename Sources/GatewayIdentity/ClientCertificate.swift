/// What the gateway remembers of a client certificate (RFC 5280), read by OpenSSL from the leaf that the TLS peer proved to hold the key of.
public struct ClientCertificate: Hashable, Sendable {
    /// SHA-256 over the DER of the whole certificate (`x5t#S256` of RFC 8705).
    public let fingerprint: SHA256Digest
    /// SHA-256 over the DER of SubjectPublicKeyInfo.
    public let publicKey: SHA256Digest
    /// RFC 4514 text of the issuer name, UTF-8.
    public let issuer: String
    /// Serial number, lower-case hexadecimal, big-endian, without leading zero bytes.
    public let serial: String
    /// RFC 4514 text of the subject name; shown to people, never used to find an account.
    public let subject: String
    public let notBefore: UnixTime
    public let notAfter: UnixTime
    /// Certificate policy OIDs in dotted form.
    public let policies: [String]

    public init(
        fingerprint: SHA256Digest, publicKey: SHA256Digest, issuer: String, serial: String, subject: String,
        notBefore: UnixTime, notAfter: UnixTime,
        policies: [String]
    ) {
        self.fingerprint = fingerprint
        self.publicKey = publicKey
        self.issuer = issuer
        self.serial = serial
        self.subject = subject
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.policies = policies
    }
}
