public import GatewayJSON

/// What the browser sends after `navigator.credentials.create()`, with what it says of the authenticator; not yet verified.
public struct PresentedRegistration: Sendable {
    public let response: RegistrationResponse
    public let transports: Set<Transport>

    public init(response: RegistrationResponse, transports: Set<Transport>) {
        self.response = response
        self.transports = transports
    }

    /// Reads `RegistrationResponseJSON` (WebAuthn Level 3 section 5.1).
    public init(_ json: JSON) throws(CredentialProblem) {
        let document = try CredentialDocument(json)
        response = RegistrationResponse(
            clientDataJSON: try document.bytes("clientDataJSON"),
            attestationObject: try document.bytes("attestationObject"))
        transports = document.transports
    }

    /// The challenge that the client data name, by which the one that was issued is found. Not verified, and proves nothing.
    public var claimedChallenge: [UInt8]? { ClientData.challenge(in: response.clientDataJSON) }
}
