import GatewayCertificates
import GatewayCrypto
import GatewayFIDO2
import GatewayIdentity
import GatewayWebAuthn
import Testing

/// Each refusal has a test in which one thing is wrong, and a registration that would pass without it.
@Suite struct `A registration` {
    @Test func `in which everything is right is verified`() throws {
        let authenticator = try TestAuthenticator()
        let registered = try #require(verified(authenticator))
        #expect(registered.credentialID == authenticator.credentialID)
        #expect(registered.encodedPublicKey == authenticator.encodedKey)
        #expect(registered.algorithm == .es256)
        #expect(registered.signatureCount == 7)
        #expect(registered.model == TestAuthenticator.model)
        #expect(registered.attestation == .none)
        #expect(!registered.isBackupEligible && !registered.isBackedUp)
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"type":1}"#, #"{"type":"webauthn.create","challenge":"AA"}"#,
        #"{"type":"webauthn.create","challenge":"AA","origin":"x","origin":"x"}"#,
        #"{"type":"webauthn.create","challenge":"AA","origin":["https://gate.example.kr"]}"#,
        #"{"type":"webauthn.create","challenge":"AA","origin":"x","crossOrigin":"false"}"#,
        #"{"type":"webauthn.create","challenge":"AA","origin":"x","topOrigin":null}"#,
        #"{"type":"webauthn.create","challenge":"AA","origin":"x","tokenBinding":1}"#,
    ])
    func `is refused when its client data cannot be read`(json: String) throws {
        try expect(.clientDataMalformed) { $0.clientDataJSON = Array(json.utf8) }
    }

    @Test func `is refused when its client data are long beyond reason`() throws {
        try expect(.clientDataMalformed) {
            $0.otherMembers = #","padding":""# + String(repeating: "x", count: 9000) + "\""
        }
    }

    @Test(arguments: ["webauthn.get", "WEBAUTHN.CREATE", "webauthn.create ", "payment.get", ""])
    func `is refused when it is another ceremony`(type: String) throws {
        try expect(.ceremonyMismatch) { $0.type = type }
    }

    @Test(arguments: [Array(1..<33), Array(0..<31), Array(0..<33), []] as [[UInt8]])
    func `is refused when it answers another challenge`(challenge: [UInt8]) throws {
        try expect(.challengeMismatch) { $0.challenge = challenge }
    }

    @Test(arguments: [
        "https://gate.example.kr.evil.example", "http://gate.example.kr", "https://gate.example.kr:8443",
        "https://example.kr",
        "https://GATE.example.kr", "https://gate.example.kr/", "null", "",
    ])
    func `is refused when it comes from another origin`(origin: String) throws {
        try expect(.originNotAllowed) { $0.origin = origin }
    }

    @Test(arguments: [#","crossOrigin":true"#, #","topOrigin":"https://gate.example.kr""#])
    func `is refused when it comes from a frame in another page`(members: String) throws {
        try expect(.crossOrigin) { $0.otherMembers = members }
    }

    @Test(arguments: [#"{"status":"present","id":"AA"}"#, "{}", #"{"status":"unknown"}"#])
    func `is refused when it is bound to a connection by Token Binding`(binding: String) throws {
        try expect(.tokenBinding) { $0.otherMembers = #","tokenBinding":"# + binding }
    }

    /// WebAuthn Level 2 section 5.8.1.1 keeps room for members of the future.
    @Test(arguments: [
        #","crossOrigin":false"#, #","tokenBinding":{"status":"supported"}"#, #","extra":{"a":[1,2,{"b":null}]}"#,
    ])
    func `may say more than is asked`(members: String) throws {
        var authenticator = try TestAuthenticator()
        authenticator.otherMembers = members
        #expect(verified(authenticator) != nil)
    }

    @Test func `may begin with a byte order mark`() throws {
        var authenticator = try TestAuthenticator()
        authenticator.clientDataJSON = [0xEF, 0xBB, 0xBF] + authenticator.clientData("webauthn.create")
        #expect(verified(authenticator) != nil)
    }

    @Test func `is refused when its attestation object is not one`() throws {
        let authenticator = try TestAuthenticator()
        let good = authenticator.registration()
        let more = CBORWriter.map([
            (CBORWriter.text("fmt"), CBORWriter.text("none")), (CBORWriter.text("attStmt"), CBORWriter.map([])),
            (CBORWriter.text("authData"), CBORWriter.bytes(authenticator.registrationData)),
            (CBORWriter.text("epAtt"), CBORWriter.unsigned(1)),
        ])
        let objects: [[UInt8]] = [
            [], [0xA0], more, CBORWriter.map([(CBORWriter.text("fmt"), CBORWriter.text("none"))]),
            good.attestationObject + [0],
            Array(good.attestationObject.dropLast()), CBORWriter.array([good.attestationObject]),
            Array(repeating: 0, count: 70_000),
        ]
        for object in objects {
            let response = RegistrationResponse(clientDataJSON: good.clientDataJSON, attestationObject: object)
            #expect(
                response.verdict(expecting: .sample()) { _ in false } == .refused(.attestationObjectMalformed))
        }
    }

    @Test func `is refused when something stands behind its authenticator data`() throws {
        try expect(.authenticatorDataMalformed) { $0.trailing = [0] }
    }

    @Test func `is refused when it announces extensions and has none`() throws {
        try expect(.authenticatorDataMalformed) { $0.flags |= 0x80 }
        try expect(.authenticatorDataMalformed) {
            $0.flags |= 0x80
            $0.extensions = CBORWriter.array([])
        }
    }

    @Test func `may have extensions that nobody asked for`() throws {
        var authenticator = try TestAuthenticator()
        authenticator.flags |= 0x80
        authenticator.extensions = CBORWriter.map([(CBORWriter.text("credProtect"), CBORWriter.unsigned(2))])
        #expect(verified(authenticator) != nil)
    }

    @Test func `is refused when it was made for another party`() throws {
        try expect(.relyingPartyMismatch) { $0.relyingParty = "example.kr" }
    }

    @Test func `is refused when nobody was there`() throws { try expect(.userNotPresent) { $0.flags = 0x04 } }

    @Test func `is refused when whoever was there was not verified`() throws {
        try expect(.userNotVerified) { $0.flags = 0x01 }
    }

    @Test func `is refused when it is backed up and cannot be`() throws {
        try expect(.backupStateImpossible) { $0.flags = 0x15 }
    }

    @Test func `is refused when it can be copied and must not`() throws {
        try expect(.backupEligible, .sample(mustBeDeviceBound: true)) { $0.flags = 0x0D }
        var authenticator = try TestAuthenticator()
        authenticator.flags = 0x1D
        let registered = try #require(verified(authenticator))
        #expect(registered.isBackupEligible && registered.isBackedUp)
    }

    @Test func `is refused when its algorithm was not offered`() throws {
        try expect(.algorithmNotAllowed, .sample(algorithms: [.edDSA])) { _ in }
    }

    @Test func `is refused when its key is not on the curve`() throws {
        try expect(.publicKeyUnusable) {
            $0.coseKey = Self.key(x: Array(repeating: 1, count: 32), y: Array(repeating: 1, count: 32))
        }
    }

    @Test func `is refused when its key is not what its algorithm needs`() throws {
        let x = [UInt8](repeating: 1, count: 32)
        for key in [
            Self.key(x: x, y: Array(x.dropLast())), Self.key(x: x, y: x, keyType: 1), Self.key(x: x, y: x, curve: 2),
        ] {
            try expect(.publicKeyUnusable) { $0.coseKey = key }
        }
        // A fifth member, which WebAuthn Level 2 section 5.8.5 does not allow.
        try expect(.publicKeyUnusable) { authenticator in
            authenticator.coseKey = CBORWriter.map([
                (CBORWriter.unsigned(1), CBORWriter.unsigned(2)), (CBORWriter.unsigned(3), CBORWriter.integer(-7)),
                (CBORWriter.integer(-1), CBORWriter.unsigned(1)),
                (CBORWriter.integer(-2), CBORWriter.bytes(authenticator.key.publicKey.x)),
                (CBORWriter.integer(-3), CBORWriter.bytes(authenticator.key.publicKey.y)),
                (CBORWriter.unsigned(2), CBORWriter.bytes([1])),
            ])
        }
    }

    @Test func `is refused when its format is not known`() throws {
        try expect(.attestationFormatUnsupported) { $0.format = "android-safetynet" }
    }

    @Test func `without attestation is refused when it has a statement all the same`() throws {
        try expect(.attestationMalformed) {
            $0.statement = CBORWriter.map([(CBORWriter.text("sig"), CBORWriter.bytes([1]))])
        }
    }

    @Test func `is refused when its statement lacks what its format asks`() throws {
        try expect(.attestationFormatUnsupported) { $0.format = "packed" }
        try expect(.attestationFormatUnsupported) { $0.format = "tpm" }
        try expect(.attestationMalformed) { $0.format = "fido-u2f" }
        for certificates in [CBORWriter.array([]), CBORWriter.text("x"), CBORWriter.array([CBORWriter.text("x")])] {
            try expect(.attestationMalformed) {
                $0.format = "packed"
                $0.statement = CBORWriter.map([
                    (CBORWriter.text("alg"), CBORWriter.integer(-7)), (CBORWriter.text("sig"), CBORWriter.bytes([1])),
                    (CBORWriter.text("x5c"), certificates),
                ])
            }
        }
    }

    @Test func `that attests itself is verified by its own key and refused by another`() throws {
        var authenticator = try TestAuthenticator()
        authenticator.format = "packed"
        try authenticator.attestItself(with: authenticator)
        #expect(verified(authenticator)?.attestation == .own)
        try authenticator.attestItself(with: TestAuthenticator())
        #expect(verdict(on: authenticator) == .refused(.attestationForged))
        // Section 8.2: "alg matches the algorithm of the credentialPublicKey".
        try authenticator.attestItself(with: authenticator, algorithm: -8)
        #expect(verdict(on: authenticator) == .refused(.attestationMalformed))
    }

    @Test func `is refused without certificates where they must lead to a root`() throws {
        let anchored = RegistrationExpectation.sample(
            attestation: .anchored(try AttestationAnchors([]), at: UnixTime(seconds: 0)))
        try expect(.attestationInsufficient, anchored) { _ in }
        var authenticator = try TestAuthenticator()
        authenticator.format = "packed"
        try authenticator.attestItself(with: authenticator)
        #expect(verdict(on: authenticator, anchored) == .refused(.attestationInsufficient))
    }

    @Test func `is refused when its model is denied or not among the allowed`() throws {
        let other = try #require(AAGUID("00112233-4455-6677-8899-aabbccddeeff"))
        try expect(.authenticatorNotAllowed, .sample(models: .allExcept([TestAuthenticator.model]))) { _ in }
        try expect(.authenticatorNotAllowed, .sample(models: .only([other]))) { _ in }
        try expect(.authenticatorNotAllowed, .sample(models: .only([]))) { _ in }
        #expect(
            verdict(on: try TestAuthenticator(), .sample(models: .only([TestAuthenticator.model])))
                != .refused(.authenticatorNotAllowed))
    }

    @Test func `is refused when its credential ID is empty`() throws {
        try expect(.authenticatorDataMalformed) { $0.credentialID = [] }
    }

    @Test func `is refused when its credential ID has more than 1023 bytes`() throws {
        try expect(.credentialIDTooLong) { $0.credentialID = Array(repeating: 1, count: 1024) }
        var authenticator = try TestAuthenticator()
        authenticator.credentialID = Array(repeating: 1, count: 1023)
        #expect(verified(authenticator) != nil)
    }

    @Test func `is refused when its credential ID is known already`() throws {
        let authenticator = try TestAuthenticator()
        let verdict = authenticator.registration().verdict(expecting: .sample()) { $0 == authenticator.credentialID }
        #expect(verdict == .refused(.credentialKnown))
    }

    @Test func `that is refused tells the outside nothing of why`() {
        #expect(Set(WebAuthnRefusal.allCases.map(\.reason)) == [.factorFailed])
    }

    private func expect(
        _ refusal: WebAuthnRefusal, _ expectation: RegistrationExpectation = .sample(),
        when change: (inout TestAuthenticator) throws -> Void, at location: SourceLocation = #_sourceLocation
    ) throws {
        var authenticator = try TestAuthenticator()
        try change(&authenticator)
        #expect(verdict(on: authenticator, expectation) == .refused(refusal), sourceLocation: location)
    }

    private func verdict(
        on authenticator: TestAuthenticator, _ expectation: RegistrationExpectation = .sample()
    ) -> RegistrationVerdict {
        authenticator.registration().verdict(expecting: expectation) { _ in false }
    }

    private func verified(_ authenticator: TestAuthenticator) -> VerifiedRegistration? {
        guard case .verified(let registered) = verdict(on: authenticator) else { return nil }
        return registered
    }

    private static func key(x: [UInt8], y: [UInt8], keyType: Int = 2, curve: Int = 1) -> [UInt8] {
        CBORWriter.map([
            (CBORWriter.unsigned(1), CBORWriter.unsigned(keyType)), (CBORWriter.unsigned(3), CBORWriter.integer(-7)),
            (CBORWriter.integer(-1), CBORWriter.unsigned(curve)), (CBORWriter.integer(-2), CBORWriter.bytes(x)),
            (CBORWriter.integer(-3), CBORWriter.bytes(y)),
        ])
    }
}

extension TestAuthenticator {
    fileprivate mutating func attestItself(with signer: TestAuthenticator, algorithm: Int = -7) throws {
        let signature = try signer.signature(over: registrationData, clientData("webauthn.create"))
        statement = CBORWriter.map([
            (CBORWriter.text("alg"), CBORWriter.integer(algorithm)),
            (CBORWriter.text("sig"), CBORWriter.bytes(signature)),
        ])
    }
}
