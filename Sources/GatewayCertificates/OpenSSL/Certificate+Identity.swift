internal import COpenSSL
internal import GatewayIdentity

extension Certificate {
    /// What the rest of the gateway remembers of a client's certificate.
    func clientCertificate() throws(OpenSSLFailure) -> ClientCertificate {
        guard let notBefore, let notAfter else { throw OpenSSLFailure("the validity is not a pair of times") }
        return ClientCertificate(
            fingerprint: try fingerprint(), publicKey: try publicKeyDigest(), issuer: issuer, serial: try serial(), subject: subject,
            notBefore: notBefore, notAfter: notAfter, policies: try policies())
    }

    /// Lower-case hexadecimal without leading zero bytes; a leading `-` for the negative numbers that RFC 5280 section 4.1.2.2
    /// asks to bear with.
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

enum SerialNumber {
    static func text(_ number: UnsafePointer<ASN1_INTEGER>?) throws(OpenSSLFailure) -> String {
        guard let number, let value = ASN1_INTEGER_to_BN(number, nil) else { throw .drainingErrorQueue("unreadable serial number") }
        defer { BN_free(value) }
        let size = Int(BN_num_bits(value) + 7) / 8
        let bytes = [UInt8](unsafeUninitializedCapacity: max(size, 1)) { buffer, count in
            count = max(0, Int(BN_bn2bin(value, buffer.baseAddress)))
        }
        return (BN_is_negative(value) == 1 ? "-" : "") + (bytes.isEmpty ? "00" : Hex.encode(bytes))
    }
}

enum ObjectIdentifierText {
    /// `1.2.410.200004.5.2.1.2`
    static func dotted(_ object: OpaquePointer?) -> String {
        guard let object else { return "" }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard OBJ_obj2txt(buffer.baseAddress, Int32(buffer.count), object, 1) > 0, let text = buffer.baseAddress else { return "" }
            return String(cString: text)
        }
    }
}

enum Digest {
    static func sha256(_ bytes: [UInt8]) throws(OpenSSLFailure) -> SHA256Digest {
        var output = [UInt8](repeating: 0, count: 32)
        guard EVP_Digest(bytes, bytes.count, &output, nil, EVP_sha256(), nil) == 1, let digest = SHA256Digest(bytes: output) else {
            throw .drainingErrorQueue("cannot hash")
        }
        return digest
    }
}
