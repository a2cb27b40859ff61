/// What the browser sends after `navigator.credentials.get()`, not yet verified.
public struct AssertionResponse: Sendable {
    /// `rawId`.
    public let credentialID: [UInt8]
    /// `response.clientDataJSON`, the very bytes.
    public let clientDataJSON: [UInt8]
    public let authenticatorData: [UInt8]
    public let signature: [UInt8]
    /// Given by discoverable credentials.
    public let userHandle: [UInt8]?

    public init(
        credentialID: [UInt8], clientDataJSON: [UInt8], authenticatorData: [UInt8], signature: [UInt8],
        userHandle: [UInt8]?
    ) {
        self.credentialID = credentialID
        self.clientDataJSON = clientDataJSON
        self.authenticatorData = authenticatorData
        self.signature = signature
        self.userHandle = userHandle
    }

    /// Takes the assertion through section 7.2 of WebAuthn Level 2, step by step.
    public func verdict(expecting expectation: AssertionExpectation) -> AssertionVerdict {
        do throws(WebAuthnRefusal) {
            return try AuthenticationCeremony(response: self, expectation: expectation).verdict()
        } catch {
            return .refused(error)
        }
    }
}
