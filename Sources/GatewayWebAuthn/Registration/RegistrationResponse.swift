/// What the browser sends after `navigator.credentials.create()`, not yet verified.
public struct RegistrationResponse: Sendable {
    /// `response.clientDataJSON`, the very bytes.
    public let clientDataJSON: [UInt8]
    /// `response.attestationObject`.
    public let attestationObject: [UInt8]

    public init(clientDataJSON: [UInt8], attestationObject: [UInt8]) {
        self.clientDataJSON = clientDataJSON
        self.attestationObject = attestationObject
    }

    /// Takes the registration through section 7.1 of WebAuthn Level 2, step by step.
    ///
    /// - Parameter isKnown: whether a credential ID is registered for anybody (step 22). Between the answer and the storing another registration can take it,
    ///   so the store's own uniqueness has the last word.
    public func verdict(
        expecting expectation: RegistrationExpectation, isKnown: (_ credentialID: [UInt8]) -> Bool
    ) -> RegistrationVerdict {
        do throws(WebAuthnRefusal) {
            return .verified(try RegistrationCeremony(response: self, expectation: expectation).verified(isKnown))
        } catch {
            return .refused(error)
        }
    }
}
