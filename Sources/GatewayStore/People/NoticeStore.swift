public import GatewayIdentity

/// A certificate of a person as it was shown or bound: what is needed to tell them when it ends.
public struct KnownCertificate: Hashable, Sendable {
    public let account: AccountName
    /// RFC 4514.
    public let issuer: String
    /// Lower-case hexadecimal.
    public let serial: String
    public let publicKey: SHA256Digest
    public let notBefore: UnixTime
    public let notAfter: UnixTime
    /// SHA-256 of the whole; `nil`: it was noted by a version that did not keep it.
    public let fingerprint: SHA256Digest?

    public init(
        account: AccountName, issuer: String, serial: String, publicKey: SHA256Digest, notBefore: UnixTime,
        notAfter: UnixTime, fingerprint: SHA256Digest? = nil
    ) {
        self.account = account
        self.issuer = issuer
        self.serial = serial
        self.publicKey = publicKey
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.fingerprint = fingerprint
    }

    public init(_ certificate: ClientCertificate, of account: AccountName) {
        self.init(
            account: account, issuer: certificate.issuer, serial: certificate.serial,
            publicKey: certificate.publicKey, notBefore: certificate.notBefore, notAfter: certificate.notAfter,
            fingerprint: certificate.fingerprint)
    }
}

/// What ends soon, and who was told.
public protocol NoticeStore: Sendable {
    /// Notes a certificate; one that is known whole stays as it is, and nothing is written.
    func note(_ certificate: KnownCertificate) async throws(StoreError)

    /// The one that ends last first.
    func knownCertificates(of account: AccountName) async throws(StoreError) -> [KnownCertificate]

    /// Whose a certificate is, or was: the last of whom it was noted.
    func holder(ofCertificate fingerprint: SHA256Digest) async throws(StoreError) -> AccountName?

    /// Those that end after the one instant and not after the other, the first to end first, at most `limit`.
    func knownCertificates(endingAfter: UnixTime, notAfter: UnixTime, limit: Int) async throws(StoreError)
        -> [KnownCertificate]

    /// Takes it upon the caller to tell that something ends.
    ///
    /// - Parameters:
    ///   - subject: what ends, the same for each of its notices.
    ///   - days: how long before.
    /// - Returns: `true` once, to exactly one caller.
    func claimNotice(about subject: String, days: Int, ending: UnixTime) async throws(StoreError) -> Bool

    /// Forgets notices, and certificates, that ended before an instant.
    func removeNotices(endedBefore: UnixTime) async throws(StoreError)
}
