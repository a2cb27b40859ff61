public import GatewayIdentity

/// A fresh certificate with its private key, not yet written anywhere.
public struct Credential: Sendable {
    public let issued: IssuedCertificate
    /// What the gateway will make of the certificate; for binding it to an account.
    public let certificate: ClientCertificate
    private let leaf: Certificate
    private let key: PrivateKey
    private let authorities: [Certificate]
    private let friendlyName: String

    init(
        _ purpose: IssuedCertificate.Purpose, _ leaf: Certificate, _ key: PrivateKey, authorities: [Certificate],
        friendlyName: String
    ) throws(OpenSSLFailure) {
        certificate = try leaf.clientCertificate()
        issued = IssuedCertificate(
            purpose: purpose, serial: certificate.serial, subject: certificate.subject,
            fingerprint: certificate.fingerprint,
            notBefore: certificate.notBefore, notAfter: certificate.notAfter, revocation: nil)
        self.leaf = leaf
        self.key = key
        self.authorities = authorities
        self.friendlyName = friendlyName
    }

    /// Leaf and issuing CA, PEM: what a TLS peer sends.
    public func chainPEM() throws(AuthorityProblem) -> [UInt8] {
        try AuthorityProblem.naming {
            var pem = try leaf.pem()
            for authority in authorities.dropLast() { pem += try authority.pem() }
            return pem
        }
    }

    /// PKCS#8 in PEM, not encrypted.
    public func keyPEM() throws(AuthorityProblem) -> [UInt8] {
        try AuthorityProblem.naming { try key.pem() }
    }

    /// Key and whole chain for a person's device, AES-256 under the password.
    public func pkcs12(password: PKCS12Password) throws(AuthorityProblem) -> [UInt8] {
        guard !password.text.isEmpty else { throw .badRequest("a PKCS#12 file needs a password") }
        guard !password.text.utf8.contains(0) else { throw .badRequest("a password cannot hold a zero byte") }
        return try AuthorityProblem.naming {
            try PKCS12Container(key: key, certificate: leaf, authorities: authorities, friendlyName: friendlyName)
                .encoded(password: password)
        }
    }

    /// Where `write` put things.
    public struct Files: Hashable, Sendable {
        public let chain: String
        public let key: String
        /// `nil` when no password was given.
        public let pkcs12: String?
    }

    /// Writes `NAME.pem` (chain), `NAME.key` (0600) and, with a password, `NAME.p12` (0600).
    public func write(to folder: String, as name: String, pkcs12Password: PKCS12Password? = nil)
        throws(AuthorityProblem)
        -> Files
    {
        guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.utf8.contains(0) else {
            throw .badRequest("'\(name)' cannot be the name of a file")
        }
        let base = folder + "/" + name
        let pkcs12 = try pkcs12Password.map { password throws(AuthorityProblem) in try self.pkcs12(password: password) }
        let files = Files(chain: base + ".pem", key: base + ".key", pkcs12: pkcs12.map { _ in base + ".p12" })
        try AuthorityProblem.naming {
            try AtomicFile.write(try keyPEM(), to: files.key, permissions: 0o600)
            try AtomicFile.write(try chainPEM(), to: files.chain, permissions: 0o644)
            if let pkcs12, let path = files.pkcs12 { try AtomicFile.write(pkcs12, to: path, permissions: 0o600) }
        }
        return files
    }
}
