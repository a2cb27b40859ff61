internal import COpenSSL
internal import GatewayIdentity

/// One certificate: owner of one reference to an OpenSSL `X509`.
///
/// OpenSSL counts references atomically and computes its cached extension values under a lock of its own.
// @unchecked: the X509 behind the pointer is never changed after `init`.
final class Certificate: @unchecked Sendable {
    let pointer: OpaquePointer  // X509 *

    init(takingOwnership pointer: OpaquePointer) { self.pointer = pointer }

    init(retaining pointer: OpaquePointer) {
        X509_up_ref(pointer)
        self.pointer = pointer
    }

    /// - Throws: when the bytes are not exactly one certificate: truncated, malformed, or with something behind it.
    convenience init(der: [UInt8]) throws(OpenSSLFailure) {
        ERR_clear_error()
        var consumed = 0
        let parsed = der.withUnsafeBufferPointer { bytes in
            var at = bytes.baseAddress
            let certificate = d2i_X509(nil, &at, bytes.count)
            consumed = at.flatMap { at in bytes.baseAddress.map { at - $0 } } ?? 0
            return certificate
        }
        guard let parsed else { throw .drainingErrorQueue("not a certificate") }
        self.init(takingOwnership: parsed)
        guard consumed == der.count else {
            throw OpenSSLFailure("\(der.count - consumed) bytes follow the certificate")
        }
    }

    deinit { X509_free(pointer) }

    var der: [UInt8] { DER.encode { i2d_X509(pointer, $0) } }

    func pem() throws(OpenSSLFailure) -> [UInt8] {
        try MemoryBIO.written("cannot write a certificate") { PEM_write_bio_X509($0, pointer) }
    }

    var subject: String { DistinguishedName.text(X509_get_subject_name(pointer)) }
    var issuer: String { DistinguishedName.text(X509_get_issuer_name(pointer)) }
    var notBefore: UnixTime? { X509_get0_notBefore(pointer).flatMap(ASN1Time.read) }
    var notAfter: UnixTime? { X509_get0_notAfter(pointer).flatMap(ASN1Time.read) }

    /// basicConstraints with cA TRUE, nothing less: no version 1 root, no keyUsage alone, no Netscape type.
    var isAuthority: Bool { X509_check_ca(pointer) == 1 }

    /// Says that it is a CA, or might be taken for one by OpenSSL.
    var mayBeTakenForAuthority: Bool {
        X509_check_ca(pointer) != 0 || X509_get_extension_flags(pointer) & UInt32(EXFLAG_CA) != 0
    }

    /// Signed by its own key.
    var isSelfSigned: Bool {
        ERR_clear_error()
        return X509_self_signed(pointer, 1) == 1
    }

    /// SHA-256 over the DER of the whole certificate.
    func fingerprint() throws(OpenSSLFailure) -> SHA256Digest {
        ERR_clear_error()
        var bytes = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        guard X509_digest(pointer, EVP_sha256(), &bytes, &count) == 1, let digest = SHA256Digest(bytes: bytes) else {
            throw .drainingErrorQueue("cannot hash a certificate")
        }
        return digest
    }
}
