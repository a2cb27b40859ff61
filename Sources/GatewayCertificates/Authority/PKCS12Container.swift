internal import COpenSSL

/// A key and its chain for a person's device (RFC 7292), encrypted by AES-256 under a password.
struct PKCS12Container {
    let key: PrivateKey
    let certificate: Certificate
    let authorities: [Certificate]
    let friendlyName: String

    /// Rounds of PBKDF2 and of the key of the MAC: a password is all that protects a file that travels.
    private static let rounds: Int32 = 100_000

    func encoded(password: String) throws(OpenSSLFailure) -> [UInt8] {
        ERR_clear_error()
        guard let stack = gw_certificates_new() else { throw .drainingErrorQueue("no memory for a chain") }
        defer { gw_certificates_free(stack) }
        for authority in authorities {
            guard gw_certificates_push(stack, authority.pointer) > 0 else {
                throw .drainingErrorQueue("no memory for a chain")
            }
        }
        guard
            let container = PKCS12_create(
                password, friendlyName, key.pointer, certificate.pointer, stack, NID_aes_256_cbc, NID_aes_256_cbc,
                Self.rounds, Self.rounds, 0)
        else { throw .drainingErrorQueue("cannot make a PKCS#12 file") }
        defer { PKCS12_free(container) }
        let bytes = DER.encode { i2d_PKCS12(container, $0) }
        guard !bytes.isEmpty else { throw .drainingErrorQueue("cannot make a PKCS#12 file") }
        return bytes
    }
}
