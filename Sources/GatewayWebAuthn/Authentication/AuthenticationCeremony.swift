internal import GatewayCrypto
internal import GatewayFIDO2
internal import GatewayIdentity

/// WebAuthn Level 2 section 7.2, in its order. Steps 1 to 4 are the page's; the caller has found the account before (step 6).
struct AuthenticationCeremony {
    let response: AssertionResponse
    let expectation: AssertionExpectation
    /// Not `.required` for published vectors only.
    var userVerification = UserVerification.required

    /// In bytes: a few hundred are plenty.
    private static let sizeLimit = 4096

    func verdict() throws(WebAuthnRefusal) -> AssertionVerdict {
        let party = expectation.relyingParty
        let record = expectation.credential
        // Steps 5 to 7.
        guard response.credentialID == record.id else { throw .credentialMismatch }
        guard response.userHandle.map({ $0 == record.userHandle }) ?? true else { throw .userHandleMismatch }
        guard let key = publicKey(of: record) else { throw .publicKeyUnusable }
        // Steps 8 to 14.
        let clientData = try ClientData(response.clientDataJSON)
        try clientData.check(.authentication, challenge: expectation.challenge, of: party)
        // Step 15.
        let data = try authenticatorData()
        guard data.relyingPartyHash == party.idHash else { throw .relyingPartyMismatch }
        // Steps 16 and 17; then Level 3 step 20.
        try data.flags.check(userVerification)
        guard data.flags.contains(.backupEligible) == record.isBackupEligible else { throw .backupEligibilityChanged }
        guard !expectation.mustBeDeviceBound || !record.isBackupEligible else { throw .backupEligible }
        // Step 18: no extension is asked for, and none that comes unasked means anything.
        // Steps 19 and 20.
        let signature = AssertionCheck.verdict(
            on: response.signature, over: data.encoded, extensions: data.extensions,
            clientDataHash: SHA256.digest(of: response.clientDataJSON), relyingParty: party.id, key: key)
        guard signature == .genuine else { throw .signatureForged }
        // Step 21.
        return judged(data, by: record)
    }

    private func judged(_ data: AuthenticatorData, by record: CredentialRecord) -> AssertionVerdict {
        switch SignatureCounter(stored: record.signatureCount, presented: data.signatureCount) {
        case .plausible:
            .verified(
                VerifiedAssertion(
                    credentialID: record.id, previousSignatureCount: record.signatureCount,
                    signatureCount: data.signatureCount, isBackedUp: data.flags.contains(.backedUp)))
        case .regressed:
            .cloneSuspected(
                SuspectedClone(
                    credentialID: record.id, storedSignatureCount: record.signatureCount,
                    presentedSignatureCount: data.signatureCount))
        }
    }

    /// Section 6.1: an assertion has no attested credential data, which libfido2 would not tell from extensions.
    private func authenticatorData() throws(WebAuthnRefusal) -> AuthenticatorData {
        guard response.authenticatorData.count <= Self.sizeLimit, response.signature.count <= Self.sizeLimit else {
            throw .authenticatorDataMalformed
        }
        let data = try AuthenticatorData(response.authenticatorData)
        guard data.credential == nil else { throw .authenticatorDataMalformed }
        return data
    }

    private func publicKey(of record: CredentialRecord) -> CredentialPublicKey? {
        do throws(CBORProblem) {
            return COSEKey.publicKey(in: try CBORReader.item(in: record.encodedPublicKey))
        } catch {
            return nil
        }
    }
}
