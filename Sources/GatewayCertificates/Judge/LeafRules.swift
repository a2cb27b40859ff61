internal import COpenSSL
internal import GatewayIdentity

/// Checks 4 to 7 of compliance profile 2.5, which OpenSSL does not make or makes more leniently.
struct LeafRules {
    let leaf: Certificate
    /// Leaf first, anchor last.
    let chain: [Certificate]
    let profile: CertificateProfile

    struct Breach {
        let reason: Reason
        let detail: String
    }

    /// The first rule that does not hold.
    func firstBreach() -> Breach? {
        if leaf.mayBeTakenForAuthority { return Breach(reason: .certificateIsCA, detail: "the certificate is an authority's") }
        for (index, certificate) in chain.enumerated() {
            let isAnchor = index == chain.count - 1
            if let weakness = Strength.weakness(of: certificate, isAnchor: isAnchor) {
                return Breach(reason: .certificateWeakKey, detail: "\(weakness) (\(certificate.subject))")
            }
        }
        let usage = X509_get_key_usage(leaf.pointer)
        // All bits set: there is no keyUsage extension.
        guard usage != UInt32.max else { return Breach(reason: .certificateKeyUsage, detail: "no keyUsage; digitalSignature is expected") }
        guard usage & UInt32(KU_DIGITAL_SIGNATURE) != 0 else {
            return Breach(reason: .certificateKeyUsage, detail: "keyUsage without digitalSignature")
        }
        return extendedKeyUsageBreach()
    }

    private func extendedKeyUsageBreach() -> Breach? {
        let isPresent = X509_get_extension_flags(leaf.pointer) & UInt32(EXFLAG_XKUSAGE) != 0
        if isPresent {
            guard X509_get_extended_key_usage(leaf.pointer) & UInt32(XKU_SSL_CLIENT) != 0 else {
                return Breach(reason: .certificateExtendedKeyUsage, detail: "extendedKeyUsage without clientAuth")
            }
            return nil
        }
        switch profile.extendedKeyUsage {
        case .clientAuthenticationOrAbsent:
            return nil
        case .clientAuthentication:
            return Breach(reason: .certificateExtendedKeyUsage, detail: "no extendedKeyUsage; profile '\(profile.name)' expects clientAuth")
        }
    }
}

/// At least 112 bits in keys (RSA 2048) and 128 in signature digests (SHA-256).
enum Strength {
    /// - Parameter isAnchor: an anchor is trusted by its pinned key; nothing rests on its own signature.
    static func weakness(of certificate: Certificate, isAnchor: Bool) -> String? {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let key = X509_get0_pubkey(certificate.pointer) else { return "unreadable public key" }
        return weakness(ofKey: key) ?? (isAnchor ? nil : signatureWeakness(of: certificate))
    }

    static func weakness(ofKey key: OpaquePointer) -> String? {
        let bits = EVP_PKEY_get_bits(key)
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA, EVP_PKEY_RSA_PSS:
            return bits >= 2048 ? nil : "RSA key of \(bits) bits; 2048 are expected"
        case EVP_PKEY_EC:
            // A curve written out in numbers may be any curve (CVE-2020-0601).
            guard encoding(ofKey: key) == OSSL_PKEY_EC_ENCODING_GROUP else { return "elliptic curve without a name" }
            return bits >= 256 ? nil : "elliptic curve of \(bits) bits; 256 are expected"
        case EVP_PKEY_ED25519, EVP_PKEY_ED448:
            return nil
        default:
            return "key of a kind that is not accepted"
        }
    }

    private static func encoding(ofKey key: OpaquePointer) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, buffer.baseAddress, buffer.count, nil) == 1,
                let text = buffer.baseAddress
            else { return "" }
            return String(cString: text)
        }
    }

    private static func signatureWeakness(of certificate: Certificate) -> String? {
        var digest: Int32 = 0
        var bits: Int32 = 0
        guard X509_get_signature_info(certificate.pointer, &digest, nil, &bits, nil) == 1 else { return "signature algorithm is not known" }
        // Ed25519 and Ed448 name no digest and count their own strength.
        guard digest != NID_undef else { return bits >= 128 ? nil : "signature of \(bits) bits of strength" }
        return weakness(ofDigest: digest)
    }

    /// - Parameter digest: its OpenSSL number (NID).
    static func weakness(ofDigest digest: Int32) -> String? {
        guard let kind = gw_digest_by_nid(digest), EVP_MD_get_size(kind) >= 32 else {
            return "signature over \(OBJ_nid2sn(digest).map { String(cString: $0) } ?? "an unknown digest"); SHA-256 is expected"
        }
        return nil
    }
}
