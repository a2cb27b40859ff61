internal import COpenSSL

extension RevocationList {
    /// Why the algorithm of its signature is not accepted; `nil` when it is. OpenSSL has no such check for lists.
    var signatureWeakness: String? {
        var digest: Int32 = 0
        guard OBJ_find_sigid_algs(X509_CRL_get_signature_nid(pointer), &digest, nil) == 1 else {
            return "its signature algorithm is not known"
        }
        // EdDSA fixes its digest itself. RSA-PSS names one in its parameters.
        if digest == NID_undef {
            guard X509_CRL_get_signature_nid(pointer) == NID_rsassaPss else { return nil }
            return pssDigestWeakness
        }
        return Strength.weakness(ofDigest: digest)
    }

    /// RFC 4055 section 3.1: without parameters the digest is SHA-1.
    private var pssDigestWeakness: String? {
        var algorithm: UnsafePointer<X509_ALGOR>?
        X509_CRL_get0_signature(pointer, nil, &algorithm)
        var parameterType: Int32 = 0
        var parameters: UnsafeRawPointer?
        X509_ALGOR_get0(nil, &parameterType, &parameters, algorithm)
        guard parameterType == V_ASN1_SEQUENCE, let parameters,
            let raw = ASN1_item_unpack(parameters.assumingMemoryBound(to: ASN1_STRING.self), RSA_PSS_PARAMS_it())
        else { return "its RSA-PSS parameters are unreadable" }
        let pss = raw.assumingMemoryBound(to: RSA_PSS_PARAMS.self)
        defer { RSA_PSS_PARAMS_free(pss) }
        var object: OpaquePointer?
        guard let hash = pss.pointee.hashAlgorithm else { return Strength.weakness(ofDigest: NID_sha1) }
        X509_ALGOR_get0(&object, nil, nil, hash)
        return Strength.weakness(ofDigest: OBJ_obj2nid(object))
    }
}
