internal import GatewayFIDO2

extension AttestationStatement {
    /// What the verification procedures of WebAuthn Level 2 sections 8.2, 8.3, 8.6 and 8.7 ask beside the signature, and libfido2 does not look at.
    func checkShape(
        of format: AttestationFormat, certificates: [[UInt8]], _ algorithm: SignatureAlgorithm
    ) throws(WebAuthnRefusal) {
        if let checked = format.checked, !checked.verifies(self.algorithm) { throw .attestationFormatUnsupported }
        let isAsItShould =
            switch format {
            // Section 8.7: the statement is an empty map.
            case .none: entries.isEmpty
            // Section 8.2: alg is there; of a self attestation it is the credential key's own.
            case .packed: self.algorithm != nil && (!certificates.isEmpty || self.algorithm == algorithm.rawValue)
            // Section 8.6: exactly one certificate, a key on P-256.
            case .fidoU2F: certificates.count == 1 && algorithm == .es256
            case .tpm: !certificates.isEmpty
            }
        guard isAsItShould else { throw .attestationMalformed }
    }
}
