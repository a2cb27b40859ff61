public import GatewayIdentity

/// How a certificate leads to its one account: never by a name inside it.
public enum CertificateReference: Hashable, Sendable {
    /// RFC 4514 issuer and lower-case hexadecimal serial, as in `ClientCertificate`: this certificate and no renewal.
    case issuerAndSerial(issuer: String, serial: String)
    /// SHA-256 over SubjectPublicKeyInfo: any certificate for this key.
    case publicKey(SHA256Digest)
}

public struct CertificateBinding: Hashable, Sendable {
    public let account: AccountName
    public let reference: CertificateReference
    public let boundAt: UnixTime
    /// The designated terminal whose key store holds the key, as a security administrator declared; nobody has looked at the terminal itself.
    public let device: DeviceID?

    public init(account: AccountName, reference: CertificateReference, boundAt: UnixTime, device: DeviceID? = nil) {
        self.account = account
        self.reference = reference
        self.boundAt = boundAt
        self.device = device
    }
}
