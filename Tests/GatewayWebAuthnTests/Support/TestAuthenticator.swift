import GatewayCrypto
import GatewayFIDO2
import GatewayIdentity
import GatewayWebAuthn

/// An authenticator and a browser that do everything right, but for what a test sets otherwise.
struct TestAuthenticator {
    static let party = RelyingParty(id: "gate.example.kr", origins: ["https://gate.example.kr"])
    static let challenge: [UInt8] = Array(0..<32)
    static let userHandle: [UInt8] = Array("kim-7f3a".utf8)
    static let model = AAGUID("cb69481e-8ff7-4039-93ec-0a2729a154a8") ?? .unknown

    let key: P256SigningKey

    // The client data.
    var type: String?
    var challenge = TestAuthenticator.challenge
    var origin = "https://gate.example.kr"
    /// Written behind the other members, as `,"crossOrigin":true`.
    var otherMembers = ""
    var clientDataJSON: [UInt8]?
    // The authenticator data.
    var relyingParty = "gate.example.kr"
    /// UP and UV.
    var flags: UInt8 = 0x05
    var signatureCount: UInt32 = 7
    var model = TestAuthenticator.model
    var credentialID: [UInt8] = Array(100..<132)
    var coseKey: [UInt8]?
    var extensions: [UInt8] = []
    var trailing: [UInt8] = []
    // The attestation object.
    var format = "none"
    var statement: [UInt8] = CBORWriter.map([])
    // The answer.
    var userHandle: [UInt8]? = TestAuthenticator.userHandle

    init() throws { key = try P256SigningKey.generate() }

    var encodedKey: [UInt8] {
        coseKey
            ?? CBORWriter.map([
                (CBORWriter.unsigned(1), CBORWriter.unsigned(2)), (CBORWriter.unsigned(3), CBORWriter.integer(-7)),
                (CBORWriter.integer(-1), CBORWriter.unsigned(1)),
                (CBORWriter.integer(-2), CBORWriter.bytes(key.publicKey.x)),
                (CBORWriter.integer(-3), CBORWriter.bytes(key.publicKey.y)),
            ])
    }

    func registration() -> RegistrationResponse {
        RegistrationResponse(
            clientDataJSON: clientData("webauthn.create"),
            attestationObject: CBORWriter.map([
                (CBORWriter.text("fmt"), CBORWriter.text(format)), (CBORWriter.text("attStmt"), statement),
                (CBORWriter.text("authData"), CBORWriter.bytes(registrationData)),
            ]))
    }

    var registrationData: [UInt8] {
        let length = [UInt8(credentialID.count >> 8), UInt8(credentialID.count & 0xFF)]
        return head(flags | 0x40) + model.bytes + length + credentialID + encodedKey + extensions + trailing
    }

    func assertion() throws -> AssertionResponse {
        let data = head(flags) + extensions + trailing
        let clientData = clientData("webauthn.get")
        return AssertionResponse(
            credentialID: credentialID, clientDataJSON: clientData, authenticatorData: data,
            signature: try signature(over: data, clientData), userHandle: userHandle)
    }

    func signature(over data: [UInt8], _ clientData: [UInt8]) throws -> [UInt8] {
        Self.der(try key.signature(over: data + SHA256.digest(of: clientData).bytes))
    }

    func clientData(_ ceremony: String) -> [UInt8] {
        let text = """
            {"type":"\(type ?? ceremony)","challenge":"\(Base64URL.encode(challenge))","origin":"\(origin)"\(otherMembers)}
            """
        return clientDataJSON ?? Array(text.utf8)
    }

    private func head(_ flags: UInt8) -> [UInt8] {
        SHA256.digest(of: Array(relyingParty.utf8)).bytes + [flags]
            + withUnsafeBytes(of: signatureCount.bigEndian) { Array($0) }
    }

    /// `r || s` as RFC 3279 section 2.2.3 has it.
    private static func der(_ raw: [UInt8]) -> [UInt8] {
        let numbers = [raw.prefix(32), raw.suffix(32)].map { half -> [UInt8] in
            let digits = Array(half.drop { $0 == 0 })
            let isHigh = (digits.first ?? 0) & 0x80 != 0
            return [2, UInt8(digits.count + (isHigh ? 1 : 0))] + (isHigh ? [0] : []) + digits
        }
        let body = numbers.flatMap { $0 }
        return [0x30, UInt8(body.count)] + body
    }
}

extension RegistrationExpectation {
    static func sample(
        algorithms: Set<SignatureAlgorithm> = Set(SignatureAlgorithm.allCases), mustBeDeviceBound: Bool = false,
        models: ModelRules = .allExcept([]), attestation: AttestationRules = .optional
    ) -> RegistrationExpectation {
        RegistrationExpectation(
            relyingParty: TestAuthenticator.party, challenge: TestAuthenticator.challenge, algorithms: algorithms,
            mustBeDeviceBound: mustBeDeviceBound, models: models, attestation: attestation)
    }
}

extension AssertionExpectation {
    static func sample(
        of authenticator: TestAuthenticator, signatureCount: UInt32 = 6, isBackupEligible: Bool = false,
        mustBeDeviceBound: Bool = false
    ) -> AssertionExpectation {
        AssertionExpectation(
            relyingParty: TestAuthenticator.party, challenge: TestAuthenticator.challenge,
            credential: CredentialRecord(
                id: Array(100..<132), encodedPublicKey: authenticator.encodedKey, signatureCount: signatureCount,
                isBackupEligible: isBackupEligible, userHandle: TestAuthenticator.userHandle),
            mustBeDeviceBound: mustBeDeviceBound)
    }
}
