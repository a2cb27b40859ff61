internal import COpenSSL
internal import GatewayIdentity

/// A revocation list before it is signed (RFC 5280 section 5).
struct RevocationListTemplate {
    struct Entry {
        /// Big-endian.
        let serial: [UInt8]
        let revokedAt: UnixTime
        /// CRLReason (RFC 5280 section 5.3.1).
        let reason: Int
    }

    var number: UInt64
    var span: Range<UnixTime>
    var entries: [Entry]
    var digest = "SHA256"
    /// Further extensions in OpenSSL's configuration syntax.
    var extensions: [(kind: Int32, value: String)] = []

    /// DER.
    func signed(by issuer: CertificateTemplate.Issuer) throws(OpenSSLFailure) -> [UInt8] {
        ERR_clear_error()
        guard let list = X509_CRL_new() else { throw .drainingErrorQueue("no memory for a revocation list") }
        defer { X509_CRL_free(list) }
        try require(X509_CRL_set_version(list, Int(X509_CRL_VERSION_2)), "version")
        try require(X509_CRL_set_issuer_name(list, X509_get_subject_name(issuer.certificate.pointer)), "issuer")
        try withTime(span.lowerBound) { (time) throws(OpenSSLFailure) in
            try require(X509_CRL_set1_lastUpdate(list, time), "thisUpdate")
        }
        try withTime(span.upperBound) { (time) throws(OpenSSLFailure) in
            try require(X509_CRL_set1_nextUpdate(list, time), "nextUpdate")
        }
        for entry in entries { try add(entry, to: list) }
        try addExtension(NID_authority_key_identifier, "keyid:always", to: list, issuer)
        let digits = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - $0 * 8)) }
        try digits.withASN1Integer { (integer) throws(OpenSSLFailure) in
            try require(X509_CRL_add1_ext_i2d(list, NID_crl_number, integer, 0, UInt(X509V3_ADD_DEFAULT)), "number")
        }
        for item in extensions { try addExtension(item.kind, item.value, to: list, issuer) }
        try require(X509_CRL_sort(list), "order")
        guard X509_CRL_sign(list, issuer.key.pointer, EVP_get_digestbyname(digest)) > 0 else {
            throw .drainingErrorQueue("cannot sign a revocation list")
        }
        return DER.encode { i2d_X509_CRL(list, $0) }
    }

    private func add(_ entry: Entry, to list: OpaquePointer) throws(OpenSSLFailure) {
        guard let revoked = X509_REVOKED_new() else { throw .drainingErrorQueue("no memory for an entry") }
        do throws(OpenSSLFailure) {
            try entry.serial.withASN1Integer { (number) throws(OpenSSLFailure) in
                try require(X509_REVOKED_set_serialNumber(revoked, number), "serial number")
            }
            try withTime(entry.revokedAt) { (time) throws(OpenSSLFailure) in
                try require(X509_REVOKED_set_revocationDate(revoked, time), "date")
            }
            try addReason(entry.reason, to: revoked)
            try require(X509_CRL_add0_revoked(list, revoked), "entry")  // owns it when it succeeds
        } catch {
            X509_REVOKED_free(revoked)
            throw error
        }
    }

    /// RFC 5280 section 5.3.1: "unspecified" is said by leaving the extension out.
    private func addReason(_ reason: Int, to revoked: OpaquePointer) throws(OpenSSLFailure) {
        guard reason != CRL_REASON_UNSPECIFIED else { return }
        guard let value = ASN1_ENUMERATED_new() else { throw .drainingErrorQueue("no memory for an entry") }
        defer { ASN1_STRING_free(value) }
        try require(ASN1_ENUMERATED_set(value, reason), "reason")
        try require(X509_REVOKED_add1_ext_i2d(revoked, NID_crl_reason, value, 0, UInt(X509V3_ADD_DEFAULT)), "reason")
    }

    private func addExtension(
        _ kind: Int32, _ value: String, to list: OpaquePointer, _ issuer: CertificateTemplate.Issuer
    ) throws(OpenSSLFailure) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer.certificate.pointer, nil, nil, list, 0)
        guard let made = X509V3_EXT_nconf_nid(nil, &context, kind, value) else {
            throw .drainingErrorQueue("cannot make an extension")
        }
        defer { X509_EXTENSION_free(made) }
        try require(X509_CRL_add_ext(list, made, -1), "extension")
    }

    private func withTime(
        _ instant: UnixTime, _ body: (UnsafeMutablePointer<ASN1_TIME>) throws(OpenSSLFailure) -> Void
    ) throws(OpenSSLFailure) {
        guard let time = ASN1_TIME_set(nil, Int(instant.seconds)) else {
            throw .drainingErrorQueue("time out of range")
        }
        defer { ASN1_STRING_free(time) }
        try body(time)
    }

    private func require(_ status: Int32, _ what: StaticString) throws(OpenSSLFailure) {
        guard status == 1 else { throw .drainingErrorQueue("cannot set the \(what) of a revocation list") }
    }
}
