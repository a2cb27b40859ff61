internal import GatewayCertificates
internal import GatewayCrypto
internal import GatewayFIDO2
internal import GatewayIdentity

/// WebAuthn Level 2 section 7.1, in its order. Steps 1 to 4 are the page's.
struct RegistrationCeremony {
    let response: RegistrationResponse
    let expectation: RegistrationExpectation
    /// Not `.required` for published vectors only.
    var userVerification = UserVerification.required

    func verified(_ isKnown: ([UInt8]) -> Bool) throws(WebAuthnRefusal) -> VerifiedRegistration {
        let party = expectation.relyingParty
        // Steps 5 to 10.
        let clientData = try ClientData(response.clientDataJSON)
        try clientData.check(.registration, challenge: expectation.challenge, of: party)
        // Step 11.
        let hash = SHA256.digest(of: response.clientDataJSON)
        // Step 12.
        let object = try AttestationObject(response.attestationObject)
        let data = try AuthenticatorData(object.authenticatorData)
        guard let credential = data.credential else { throw .authenticatorDataMalformed }
        // Step 13.
        guard data.relyingPartyHash == party.idHash else { throw .relyingPartyMismatch }
        // Steps 14 and 15.
        try data.flags.check(userVerification)
        guard !expectation.mustBeDeviceBound || !data.flags.contains(.backupEligible) else { throw .backupEligible }
        // Step 16.
        guard let algorithm = COSEKey.algorithm(of: credential.coseKey), expectation.algorithms.contains(algorithm)
        else { throw .algorithmNotAllowed }
        guard COSEKey.publicKey(in: credential.coseKey) != nil else { throw .publicKeyUnusable }
        // Step 17: no extension is asked for, and none that comes unasked means anything.
        // Step 18.
        guard let format = AttestationFormat(rawValue: object.format) else { throw .attestationFormatUnsupported }
        // A U2F statement does not sign the AAGUID (section 8.6 step 5), so it could be anything.
        let model = format == .fidoU2F ? .unknown : credential.model
        // Steps 19 to 21.
        let attestation = try attestation(format, of: object, data, model, algorithm, hash)
        guard expectation.models.allow(model) else { throw .authenticatorNotAllowed }
        guard !credential.id.isEmpty else { throw .authenticatorDataMalformed }
        // Level 3 step 25.
        guard credential.id.count <= 1023 else { throw .credentialIDTooLong }
        // Step 22.
        guard !isKnown(credential.id) else { throw .credentialKnown }
        // Step 23.
        return VerifiedRegistration(
            credentialID: credential.id, encodedPublicKey: credential.encodedKey, algorithm: algorithm,
            signatureCount: data.signatureCount, model: model,
            isBackupEligible: data.flags.contains(.backupEligible), isBackedUp: data.flags.contains(.backedUp),
            attestation: attestation)
    }

    private func attestation(
        _ format: AttestationFormat, of object: AttestationObject, _ data: AuthenticatorData, _ model: AAGUID,
        _ algorithm: SignatureAlgorithm, _ hash: SHA256Digest
    ) throws(WebAuthnRefusal) -> VerifiedRegistration.Attestation {
        // Step 19.
        let chain = try object.statement.certificates()
        try object.statement.checkShape(of: format, certificates: chain, algorithm)
        if let checked = format.checked {
            let verdict = AttestationCheck.verdict(
                on: object.statement.entries, format: checked, by: chain.isEmpty ? .credential : .certificate,
                over: data.encoded, extensions: data.extensions, algorithm: algorithm, clientDataHash: hash,
                relyingParty: expectation.relyingParty.id)
            guard verdict == .genuine else { throw .attestationForged }
        }
        // Steps 20 and 21.
        switch expectation.attestation {
        case .optional:
            guard format != .none else { return .none }
            return chain.isEmpty ? .own : .unanchored
        case .anchored(let anchors, let time):
            guard let certified = format.certified, !chain.isEmpty else { throw .attestationInsufficient }
            guard anchors.verdict(on: chain, format: certified, model: model.bytes, at: time) == .trusted else {
                throw .attestationUntrusted
            }
            return .anchored
        }
    }
}
