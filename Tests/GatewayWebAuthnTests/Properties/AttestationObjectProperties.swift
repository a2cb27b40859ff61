@testable import GatewayFIDO2
@testable import GatewayWebAuthn

/// What must hold for the readers of attestation objects whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum AttestationObjectProperties {
    private static let expectation = RegistrationExpectation(
        relyingParty: RelyingParty(id: "example.org", origins: ["https://example.org"]), challenge: [1, 2, 3],
        algorithms: Set(SignatureAlgorithm.allCases), mustBeDeviceBound: false, models: .allExcept([]),
        attestation: .optional)
    private static let clientData = Array(
        #"{"type":"webauthn.create","challenge":"AQID","origin":"https://example.org"}"#.utf8)

    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        if let difference = differenceWhenWritten(input) { return difference }
        let response = RegistrationResponse(clientDataJSON: clientData, attestationObject: input)
        switch response.verdict(expecting: expectation, isKnown: { _ in false }) {
        case .refused: return nil
        case .verified(let registered): return fault(in: registered, input)
        }
    }

    /// What is taken has one spelling, which is the one that was read.
    private static func differenceWhenWritten(_ input: [UInt8]) -> String? {
        do throws(CBORProblem) {
            let item = try CBORReader.item(in: input)
            return CBORWriter.encoding(of: item) == input ? nil : "what was written reads otherwise"
        } catch {
            return error.offset <= input.count ? nil : "a problem behind the end"
        }
    }

    /// Nobody has the challenge here, so statements that sign it are forged; what is left proves nothing and says so.
    private static func fault(in registered: VerifiedRegistration, _ input: [UInt8]) -> String? {
        guard registered.attestation == .none else { return "a statement of \(registered.attestation) was believed" }
        guard registered.credentialID.count <= 1023 else {
            return "a credential ID of \(registered.credentialID.count) bytes"
        }
        let isThere = input.firstRange(of: registered.credentialID + registered.encodedPublicKey) != nil
        return isThere ? nil : "a credential that was not there"
    }
}
