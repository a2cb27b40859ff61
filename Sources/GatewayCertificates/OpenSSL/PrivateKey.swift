internal import COpenSSL

/// A private key with its public half: owner of one OpenSSL `EVP_PKEY`.
// @unchecked: the EVP_PKEY is not changed after `init`, and OpenSSL counts references to it atomically.
final class PrivateKey: @unchecked Sendable {
    let pointer: OpaquePointer  // EVP_PKEY *

    init(takingOwnership pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }

    /// A fresh key on a named curve.
    static func generate(curve: String = "P-256") throws(OpenSSLFailure) -> PrivateKey {
        ERR_clear_error()
        guard let key = gw_generate_ec_key(curve) else { throw .drainingErrorQueue("cannot generate a key") }
        return PrivateKey(takingOwnership: key)
    }

    /// The first private key in a PEM text. An encrypted one is refused, for there is nobody to ask for its password.
    static func read(pem: [UInt8]) throws(OpenSSLFailure) -> PrivateKey {
        ERR_clear_error()
        guard let input = BIO_new_mem_buf(pem, Int32(clamping: pem.count)) else {
            throw .drainingErrorQueue("no memory")
        }
        defer { BIO_free_all(input) }
        guard let key = PEM_read_bio_PrivateKey(input, nil, gw_no_password, nil) else {
            throw .drainingErrorQueue("not an unencrypted private key in PEM")
        }
        return PrivateKey(takingOwnership: key)
    }

    /// - Throws: also when group or others may read the file: a key that was readable is nobody's secret.
    static func read(file path: String) throws(FileProblem) -> PrivateKey {
        let file = try FileContents(reading: path)
        guard file.permissions & 0o077 == 0 else {
            throw FileProblem(
                path, "a private key with permissions \(String(file.permissions, radix: 8)); 600 or 400 is expected")
        }
        do throws(OpenSSLFailure) {
            return try read(pem: file.bytes)
        } catch {
            throw FileProblem(path, error.description)
        }
    }

    /// PKCS#8 in PEM, not encrypted.
    func pem() throws(OpenSSLFailure) -> [UInt8] {
        try MemoryBIO.written("cannot write a key") {
            PEM_write_bio_PKCS8PrivateKey($0, pointer, nil, nil, 0, nil, nil)
        }
    }

    func belongs(to certificate: Certificate) -> Bool {
        ERR_clear_error()
        defer { ERR_clear_error() }
        return X509_check_private_key(certificate.pointer, pointer) == 1
    }
}
