internal import COpenSSL
internal import GatewayIdentity

extension Certificate {
    /// What the rest of the gateway remembers of a client's certificate.
    func clientCertificate() throws(OpenSSLFailure) -> ClientCertificate {
        guard let notBefore, let notAfter else { throw OpenSSLFailure("the validity is not a pair of times") }
        return ClientCertificate(
            fingerprint: try fingerprint(), publicKey: try publicKeyDigest(), issuer: issuer, serial: try serial(),
            subject: subject,
            notBefore: notBefore, notAfter: notAfter, policies: try policies())
    }

    func serial() throws(OpenSSLFailure) -> String { try SerialNumber.text(X509_get0_serialNumber(pointer)) }

    /// Policy OIDs of the certificatePolicies extension, in its order; empty without the extension.
    private func policies() throws(OpenSSLFailure) -> [String] {
        var isCritical: Int32 = 0
        guard let raw = X509_get_ext_d2i(pointer, NID_certificate_policies, &isCritical, nil) else {
            // -1: not there. Anything else: there twice, or unreadable.
            guard isCritical == -1 else { throw .drainingErrorQueue("unreadable certificatePolicies") }
            return []
        }
        let policies = OpaquePointer(raw)
        defer { CERTIFICATEPOLICIES_free(policies) }
        return (0..<gw_policies_count(policies)).map { ObjectIdentifierText.dotted(gw_policy_at(policies, $0)) }
    }

    private func publicKeyDigest() throws(OpenSSLFailure) -> SHA256Digest {
        let encoded = DER.encode { i2d_X509_PUBKEY(X509_get_X509_PUBKEY(pointer), $0) }
        guard !encoded.isEmpty else { throw .drainingErrorQueue("unreadable public key") }
        return try Digest.sha256(encoded)
    }
}

enum ObjectIdentifierText {
    /// `1.2.410.200004.5.2.1.2`
    static func dotted(_ object: OpaquePointer?) -> String {
        guard let object else { return "" }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard OBJ_obj2txt(buffer.baseAddress, Int32(buffer.count), object, 1) > 0, let text = buffer.baseAddress
            else { return "" }
            return String(cString: text)
        }
    }
}

enum Digest {
    static func sha256(_ bytes: [UInt8]) throws(OpenSSLFailure) -> SHA256Digest {
        var output = [UInt8](repeating: 0, count: 32)
        guard EVP_Digest(bytes, bytes.count, &output, nil, EVP_sha256(), nil) == 1,
            let digest = SHA256Digest(bytes: output)
        else {
            throw .drainingErrorQueue("cannot hash")
        }
        return digest
    }
}
