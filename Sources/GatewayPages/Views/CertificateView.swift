import GatewayIdentity

/// The certificate that was shown, told to the one who showed it.
struct CertificateView: Sendable {
    let subject: String
    let issuer: String
    let serial: String
    let from: TimeView
    let until: TimeView
    let publicKey: String

    init(_ certificate: ClientCertificate, in language: Language) {
        subject = certificate.subject
        issuer = certificate.issuer
        serial = certificate.serial
        from = TimeView(certificate.notBefore, in: language)
        until = TimeView(certificate.notAfter, in: language)
        publicKey = certificate.publicKey.hex
    }
}
