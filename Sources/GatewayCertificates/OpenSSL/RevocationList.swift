internal import COpenSSL
internal import GatewayIdentity
internal import Synchronization

/// One revocation list (RFC 5280 section 5), its entries sorted by serial number: owner of one OpenSSL `X509_CRL`.
///
/// OpenSSL verifies a list's signature each time the list speaks for a certificate; for a list of 50 MB that means hashing 50 MB
/// in every handshake. So lists are parsed with a method of ours: a signature is verified once for each issuer key, and
/// OpenSSL's question "did this key sign it?" is then answered from memory.
// @unchecked: the X509_CRL is not changed after `init`; the keys it was tested with are behind a Mutex.
final class RevocationList: @unchecked Sendable {
    let pointer: OpaquePointer  // X509_CRL *, its method data an unretained reference to self
    let issuer: String
    let thisUpdate: UnixTime
    let nextUpdate: UnixTime
    private let entries: OpaquePointer?  // STACK_OF(X509_REVOKED) *, sorted, inside `pointer`
    private let testedKeys = Mutex<[TestedKey]>([])

    /// - Throws: when the bytes are not exactly one list that this gateway can use.
    init(der: [UInt8]) throws(OpenSSLFailure) {
        pointer = try RevocationListMethod.parse(der, as: .answeredFromMemory)
        issuer = DistinguishedName.text(X509_CRL_get_issuer(pointer))
        entries = X509_CRL_get_REVOKED(pointer)
        guard let made = X509_CRL_get0_lastUpdate(pointer).flatMap(ASN1Time.read) else {
            X509_CRL_free(pointer)
            throw OpenSSLFailure("the revocation list has no readable thisUpdate")
        }
        // OpenSSL would take a list without an end for one that is fresh for ever.
        guard let end = X509_CRL_get0_nextUpdate(pointer).flatMap(ASN1Time.read) else {
            X509_CRL_free(pointer)
            throw OpenSSLFailure("the revocation list has no nextUpdate (RFC 5280 section 5.1.2.5)")
        }
        thisUpdate = made
        nextUpdate = end
        if let entries { gw_revoked_sort(entries) }
        X509_CRL_set_meth_data(pointer, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { X509_CRL_free(pointer) }

    /// Entries in the list.
    var count: Int { entries.map { Int(gw_revoked_count($0)) } ?? 0 }

    /// RFC 5280 section 5.2.3; `nil` without one, or when it is too large to be counted on.
    var number: UInt64? {
        guard let raw = X509_CRL_get_ext_d2i(pointer, NID_crl_number, nil, nil) else { return nil }
        let integer = raw.assumingMemoryBound(to: ASN1_INTEGER.self)
        defer { ASN1_STRING_free(integer) }
        var value: UInt64 = 0
        return ASN1_INTEGER_get_uint64(&value, integer) == 1 ? value : nil
    }

    /// As it was signed: OpenSSL keeps the bytes it has read.
    var der: [UInt8] { DER.encode { i2d_X509_CRL(pointer, $0) } }

    func pem() throws(OpenSSLFailure) -> [UInt8] {
        try MemoryBIO.written("cannot write a revocation list") { PEM_write_bio_X509_CRL($0, pointer) }
    }

    /// Whether it only tells what changed since another list.
    var isDelta: Bool { X509_CRL_get_ext_by_NID(pointer, NID_delta_crl, -1) >= 0 }

    /// Whether it also speaks for certificates of other issuers (RFC 5280 section 5.2.5, indirectCRL).
    var isIndirect: Bool {
        guard let raw = X509_CRL_get_ext_d2i(pointer, NID_issuing_distribution_point, nil, nil) else { return false }
        let point = raw.assumingMemoryBound(to: ISSUING_DIST_POINT.self)
        defer { ISSUING_DIST_POINT_free(point) }
        return point.pointee.indirectCRL > 0
    }

    // MARK: The signature

    private struct TestedKey {
        let issuer: Certificate
        let signedThis: Bool
    }

    /// Verifies the signature with the key of each authority that bears the issuer's name and was not tried before.
    ///
    /// Costs a hash over the whole list for each new key, so it is for authorities that are configured or that a trusted chain led to,
    /// never for what a stranger presents.
    ///
    /// - Returns: whether one of them has signed the list; also when another thread found that out while this one was still in doubt.
    func introduce(_ authorities: [Certificate]) throws(OpenSSLFailure) -> Bool {
        let tried = testedKeys.withLock { $0 }
        func finding(on authority: Certificate) -> TestedKey? {
            tried.first { X509_cmp($0.issuer.pointer, authority.pointer) == 0 }
        }
        let named = authorities.filter {
            X509_NAME_cmp(X509_get_subject_name($0.pointer), X509_CRL_get_issuer(pointer)) == 0
        }
        let new = named.filter { finding(on: $0) == nil }
        let isKnown = named.contains { finding(on: $0)?.signedThis == true }
        guard !new.isEmpty else { return isKnown }
        let original = try RevocationListMethod.parse(der, as: .verifiedByOpenSSL)
        defer { X509_CRL_free(original) }
        let tests = new.map { authority in
            TestedKey(
                issuer: authority, signedThis: X509_CRL_verify(original, X509_get0_pubkey(authority.pointer)) == 1)
        }
        ERR_clear_error()
        testedKeys.withLock { $0 += tests }
        return isKnown || tests.contains(where: \.signedThis)
    }

    /// Whether an authority that it was introduced to has signed it.
    var hasKnownSigner: Bool { testedKeys.withLock { $0.contains(where: \.signedThis) } }

    /// Called by OpenSSL: did this key sign the list?
    func isSigned(by key: OpaquePointer) -> Bool {
        testedKeys.withLock { tested in
            tested.contains { $0.signedThis && EVP_PKEY_eq(X509_get0_pubkey($0.issuer.pointer), key) == 1 }
        }
    }

    // MARK: The entries

    enum Standing {
        case notListed
        case revoked(OpaquePointer)  // X509_REVOKED *, inside the list
        /// In a delta list: the entry of the base list no longer holds (RFC 5280 section 5.3.1, removeFromCRL).
        case restored(OpaquePointer)
    }

    /// Called by OpenSSL: is this serial number of this issuer listed?
    ///
    /// - Returns: `nil` when OpenSSL fails, which the caller must take for listed.
    func standing(of serial: UnsafePointer<ASN1_INTEGER>, issuedBy name: OpaquePointer?) -> Standing? {
        guard let entries else { return .notListed }
        if let name, X509_NAME_cmp(name, X509_CRL_get_issuer(pointer)) != 0 { return .notListed }
        guard let like = X509_REVOKED_new() else { return nil }
        defer { X509_REVOKED_free(like) }
        guard X509_REVOKED_set_serialNumber(like, UnsafeMutablePointer(mutating: serial)) == 1 else { return nil }
        let index = gw_revoked_find(entries, like)
        guard index >= 0 else { return .notListed }
        guard let entry = gw_revoked_at(entries, index) else { return nil }
        return Self.reason(of: entry) == CRL_REASON_REMOVE_FROM_CRL ? .restored(entry) : .revoked(entry)
    }

    private static func reason(of entry: OpaquePointer) -> Int {
        guard let raw = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nil, nil) else { return Int(CRL_REASON_NONE) }
        let value = raw.assumingMemoryBound(to: ASN1_ENUMERATED.self)
        defer { ASN1_ENUMERATED_free(value) }
        return Int(ASN1_ENUMERATED_get(value))
    }
}
