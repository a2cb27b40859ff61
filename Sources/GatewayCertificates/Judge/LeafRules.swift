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
        if leaf.mayBeTakenForAuthority {
            return Breach(reason: .certificateIsCA, detail: "the certificate is an authority's")
        }
        for (index, certificate) in chain.enumerated() {
            let isAnchor = index == chain.count - 1
            if let weakness = Strength.weakness(of: certificate, isAnchor: isAnchor, by: profile) {
                return Breach(reason: .certificateWeakKey, detail: "\(weakness) (\(certificate.subject))")
            }
        }
        let usage = X509_get_key_usage(leaf.pointer)
        // All bits set: there is no keyUsage extension.
        guard usage != UInt32.max else {
            return Breach(reason: .certificateKeyUsage, detail: "no keyUsage; digitalSignature is expected")
        }
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
            return Breach(
                reason: .certificateExtendedKeyUsage,
                detail: "no extendedKeyUsage; profile '\(profile.name)' expects clientAuth")
        }
    }
}
