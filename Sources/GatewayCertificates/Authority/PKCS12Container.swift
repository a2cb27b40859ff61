internal import COpenSSL

/// The password of a PKCS#12 file.
public struct PKCS12Password: Sendable {
    let text: String
    /// Of PBKDF2, and of the key of the MAC.
    let rounds: Int32

    /// One that is all that protects a file that travels.
    public init(_ text: String) {
        self.text = text
        rounds = 100_000
    }

    /// One that everybody knows: a file must have one to be imported everywhere. Guessing it is not made hard.
    public init(known text: String) {
        self.text = text
        rounds = 2048
    }
}

/// A key and its chain for a person's device (RFC 7292), encrypted by AES-256 under a password.
struct PKCS12Container {
    let key: PrivateKey
    let certificate: Certificate
    let authorities: [Certificate]
    let friendlyName: String

    func encoded(password: PKCS12Password) throws(OpenSSLFailure) -> [UInt8] {
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
                password.text, friendlyName, key.pointer, certificate.pointer, stack, NID_aes_256_cbc, NID_aes_256_cbc,
                password.rounds, password.rounds, 0)
        else { throw .drainingErrorQueue("cannot make a PKCS#12 file") }
        defer { PKCS12_free(container) }
        let bytes = DER.encode { i2d_PKCS12(container, $0) }
        guard !bytes.isEmpty else { throw .drainingErrorQueue("cannot make a PKCS#12 file") }
        return bytes
    }
}
