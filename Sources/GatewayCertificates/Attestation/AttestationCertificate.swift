internal import COpenSSL

/// What makes a certificate fit to sign attestation statements, beside who issued it.
struct AttestationCertificate {
    private let certificate: Certificate

    /// id-fido-gen-ce-aaguid (WebAuthn Level 2 section 8.2.1).
    private static let modelExtension = "1.3.6.1.4.1.45724.1.1.4"
    /// tcg-kp-AIKCertificate, 2.23.133.8.3, as it is encoded.
    private static let identityKeyPurpose: [UInt8] = [0x06, 0x05, 0x67, 0x81, 0x05, 0x08, 0x03]

    init(_ certificate: Certificate) { self.certificate = certificate }

    /// - Returns: the first thing that is not as the format asks, or `nil`.
    func fault(format: AttestationAnchors.Format, model: [UInt8]) -> String? {
        switch format {
        case .packed: versionFault ?? authorityFault ?? subjectFault ?? modelFault(model)
        case .tpm: versionFault ?? authorityFault ?? identityKeyFault ?? modelFault(model)
        case .fidoU2F: keyFault
        }
    }

    private var versionFault: String? {
        // Encoded as 2.
        X509_get_version(certificate.pointer) == 2 ? nil : "the attestation certificate is not of version 3"
    }

    private var authorityFault: String? {
        certificate.mayBeTakenForAuthority ? "the attestation certificate is an authority's" : nil
    }

    /// Country, organisation and name are there; the unit is the literal text.
    private var subjectFault: String? {
        for attribute in [NID_countryName, NID_organizationName, NID_commonName] where text(of: attribute) == nil {
            return
                "the attestation certificate's subject lacks \(OBJ_nid2sn(attribute).map { String(cString: $0) } ?? "a part")"
        }
        return text(of: NID_organizationalUnitName) == "Authenticator Attestation"
            ? nil : "the attestation certificate's OU is not 'Authenticator Attestation'"
    }

    /// Section 8.3.1: no subject, the TPM in subjectAltName, the purpose of an attestation identity key.
    private var identityKeyFault: String? {
        guard X509_NAME_entry_count(X509_get_subject_name(certificate.pointer)) == 0 else {
            return "the identity key's certificate has a subject"
        }
        guard X509_get_ext_by_NID(certificate.pointer, NID_subject_alt_name, -1) >= 0 else {
            return "the identity key's certificate does not name its TPM"
        }
        let at = X509_get_ext_by_NID(certificate.pointer, NID_ext_key_usage, -1)
        guard at >= 0, let purposes = value(ofExtension: at), purposes.firstRange(of: Self.identityKeyPurpose) != nil
        else { return "the identity key's certificate is for another purpose" }
        return nil
    }

    private var keyFault: String? {
        guard let key = X509_get0_pubkey(certificate.pointer), EVP_PKEY_is_a(key, "EC") == 1,
            EVP_PKEY_get_bits(key) == 256
        else { return "the attestation certificate's key is not on P-256" }
        return nil
    }

    /// The AAGUID may be missing; when it is there, it is the one that the authenticator claims, wrapped twice, and not critical.
    private func modelFault(_ model: [UInt8]) -> String? {
        guard let object = OBJ_txt2obj(Self.modelExtension, 1) else { return "no memory to look for the model" }
        defer { ASN1_OBJECT_free(object) }
        let at = X509_get_ext_by_OBJ(certificate.pointer, object, -1)
        guard at >= 0 else { return nil }
        guard X509_EXTENSION_get_critical(X509_get_ext(certificate.pointer, at)) == 0,
            value(ofExtension: at) == [0x04, 0x10] + model
        else { return "the attestation certificate is for another model" }
        return nil
    }

    private func value(ofExtension index: Int32) -> [UInt8]? {
        guard let data = X509_EXTENSION_get_data(X509_get_ext(certificate.pointer, index)) else { return nil }
        return Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(data), count: Int(ASN1_STRING_length(data))))
    }

    /// The only value of an attribute; `nil` when there is none, or more than one.
    private func text(of attribute: Int32) -> String? {
        let name = X509_get_subject_name(certificate.pointer)
        let at = X509_NAME_get_index_by_NID(name, attribute, -1)
        guard at >= 0, X509_NAME_get_index_by_NID(name, attribute, at) < 0,
            let data = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at))
        else { return nil }
        let bytes = UnsafeBufferPointer(start: ASN1_STRING_get0_data(data), count: Int(ASN1_STRING_length(data)))
        return String(validating: bytes, as: UTF8.self)
    }
}
