internal import COpenSSL

/// Check 5 of compliance profile 2.5: keys of at least RSA 2048 or a 256-bit curve, signatures over at least SHA-256.
enum Strength {
    /// Why a certificate is too weak; `nil` when it is not.
    ///
    /// - Parameter isAnchor: an anchor is trusted by its pinned key; nothing rests on its own signature.
    static func weakness(of certificate: Certificate, isAnchor: Bool, by profile: CertificateProfile) -> String? {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let key = X509_get0_pubkey(certificate.pointer) else { return "unreadable public key" }
        return weakness(ofKey: key, by: profile) ?? (isAnchor ? nil : signatureWeakness(of: certificate))
    }

    static func weakness(ofKey key: OpaquePointer, by profile: CertificateProfile) -> String? {
        let bits = Int(EVP_PKEY_get_bits(key))
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA, EVP_PKEY_RSA_PSS:
            return bits >= profile.minimumRSABits
                ? nil : "RSA key of \(bits) bits; \(profile.minimumRSABits) are expected"
        case EVP_PKEY_EC:
            // A curve written out in numbers may be any curve (CVE-2020-0601).
            guard encoding(ofKey: key) == OSSL_PKEY_EC_ENCODING_GROUP else { return "elliptic curve without a name" }
            return bits >= profile.minimumCurveBits
                ? nil : "elliptic curve of \(bits) bits; \(profile.minimumCurveBits) are expected"
        case EVP_PKEY_ED25519, EVP_PKEY_ED448:
            return nil
        default:
            return "key of a kind that is not accepted"
        }
    }

    private static func encoding(ofKey key: OpaquePointer) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard
                EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, buffer.baseAddress, buffer.count, nil)
                    == 1,
                let text = buffer.baseAddress
            else { return "" }
            return String(cString: text)
        }
    }

    private static func signatureWeakness(of certificate: Certificate) -> String? {
        var digest: Int32 = 0
        var bits: Int32 = 0
        guard X509_get_signature_info(certificate.pointer, &digest, nil, &bits, nil) == 1 else {
            return "signature algorithm is not known"
        }
        // Ed25519 and Ed448 name no digest and count their own strength.
        guard digest != NID_undef else { return bits >= 128 ? nil : "signature of \(bits) bits of strength" }
        return weakness(ofDigest: digest)
    }

    /// - Parameter digest: its OpenSSL number (NID).
    static func weakness(ofDigest digest: Int32) -> String? {
        guard let kind = gw_digest_by_nid(digest), EVP_MD_get_size(kind) >= 32 else {
            return
                "signature over \(OBJ_nid2sn(digest).map { String(cString: $0) } ?? "an unknown digest"); SHA-256 is expected"
        }
        return nil
    }
}
