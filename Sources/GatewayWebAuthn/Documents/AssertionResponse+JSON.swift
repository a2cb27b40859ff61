public import GatewayJSON

extension AssertionResponse {
    /// Reads `AuthenticationResponseJSON` (WebAuthn Level 3 section 5.1).
    public init(_ json: JSON) throws(CredentialProblem) {
        let document = try CredentialDocument(json)
        self.init(
            credentialID: document.id, clientDataJSON: try document.bytes("clientDataJSON"),
            authenticatorData: try document.bytes("authenticatorData"), signature: try document.bytes("signature"),
            userHandle: try document.optionalBytes("userHandle"))
    }

    /// The challenge that the client data name, by which the one that was issued is found. Not verified, and proves nothing.
    public var claimedChallenge: [UInt8]? { ClientData.challenge(in: clientDataJSON) }
}
