internal import CFIDO2
public import GatewayCrypto
public import GatewayIdentity

/// The signature of an attestation statement, as `fido_cred_verify` and `fido_cred_verify_self` judge it.
///
/// They verify under the first certificate of the statement and do not ask whose certificate that is: the caller does.
public enum AttestationCheck {
    /// The formats that libfido2 verifies; of `tpm`, statements signed with RSA and SHA-1 (`RS1`) alone.
    public enum Format: String, CaseIterable, Sendable {
        case packed
        case fidoU2F = "fido-u2f"
        case tpm

        /// - Parameter algorithm: `alg` of the statement, by its COSE number; statements of U2F have none.
        public func verifies(_ algorithm: Int64?) -> Bool {
            switch self {
            case .packed: algorithm.flatMap(SignatureAlgorithm.init(rawValue:)) != nil
            case .fidoU2F: true
            case .tpm: algorithm == Int64(COSE_RS1)
            }
        }
    }

    /// Whose key made the signature.
    public enum Signer: Sendable {
        /// The key in the statement's first certificate.
        case certificate
        /// The credential's own key: self attestation.
        case credential
    }

    /// - Parameters:
    ///   - statement: the entries of `attStmt`.
    ///   - authenticatorData: the very bytes that were signed.
    ///   - algorithm: of the credential's key.
    public static func verdict(
        on statement: [CBOR.Entry], format: Format, by signer: Signer, over authenticatorData: [UInt8],
        extensions: CBOR?,
        algorithm: SignatureAlgorithm, clientDataHash: SHA256Digest, relyingParty: String
    ) -> SignatureVerdict {
        FIDO2Thread.prepare()
        guard let credential = Credential(), credential.become(algorithm, format),
            credential.take(
                canonical(statement), authenticatorData, ExtensionOutputs.ofRegistration(extensions), clientDataHash,
                relyingParty)
        else { return .forged }
        return credential.isAttested(by: signer) ? .genuine : .forged
    }

    /// The map with its keys in the order of CTAP 2.1 section 8, which libfido2 insists on and Windows does not keep. No signature covers it.
    private static func canonical(_ entries: [CBOR.Entry]) -> [UInt8] {
        guard entries.count < 24 else { return [] }
        let ordered = entries.sorted { $0.encodedKey.lexicographicallyPrecedes($1.encodedKey) }
        return [0xA0 | UInt8(entries.count)] + ordered.flatMap { $0.encodedKey + $0.encodedValue }
    }
}

/// Sole owner of one `fido_cred_t *`.
private struct Credential: ~Copyable {
    private let pointer: OpaquePointer  // fido_cred_t *

    init?() {
        guard let pointer = fido_cred_new() else { return nil }
        self.pointer = pointer
    }

    deinit {
        var pointer: OpaquePointer? = pointer
        fido_cred_free(&pointer)
    }

    /// Before `take`: libfido2 reads the authenticator data by the type.
    func become(_ algorithm: SignatureAlgorithm, _ format: AttestationCheck.Format) -> Bool {
        fido_cred_set_type(pointer, algorithm.code) == FIDO_OK
            && fido_cred_set_fmt(pointer, format.rawValue) == FIDO_OK
    }

    func take(
        _ statement: [UInt8], _ authenticatorData: [UInt8], _ extensions: ExtensionOutputs, _ hash: SHA256Digest,
        _ relyingParty: String
    ) -> Bool {
        let hash = hash.bytes
        return fido_cred_set_clientdata_hash(pointer, hash, hash.count) == FIDO_OK
            && fido_cred_set_rp(pointer, relyingParty, nil) == FIDO_OK
            && fido_cred_set_extensions(pointer, extensions.mask) == FIDO_OK
            && fido_cred_set_prot(pointer, extensions.protection) == FIDO_OK
            && fido_cred_set_pin_minlen(pointer, extensions.minimumPINLength) == FIDO_OK
            && fido_cred_set_authdata_raw(pointer, authenticatorData, authenticatorData.count) == FIDO_OK
            && fido_cred_set_attstmt(pointer, statement, statement.count) == FIDO_OK
    }

    func isAttested(by signer: AttestationCheck.Signer) -> Bool {
        switch signer {
        case .certificate: fido_cred_verify(pointer) == FIDO_OK
        case .credential: fido_cred_verify_self(pointer) == FIDO_OK
        }
    }
}
