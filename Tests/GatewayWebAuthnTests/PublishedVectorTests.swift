import GatewayCertificates
import GatewayFIDO2
import GatewayIdentity
import Testing

@testable import GatewayWebAuthn

/// Every pair of ceremonies in the test vectors of W3C Web Authentication Level 3. Half of them come without user verification, which the gateway
/// always wants: for these tests alone it does not.
@Suite struct `The published vectors` {
    private static let party = RelyingParty(id: "example.org", origins: ["https://example.org"])

    /// The section, and what becomes of its registration.
    private static let registrations: [(section: String, outcome: Outcome)] = [
        ("none-es256", .verified(.none)), ("packed-self-es256", .verified(.own)),
        ("none-es256-crossOrigin", .refused(.crossOrigin)), ("none-es256-topOrigin", .refused(.crossOrigin)),
        ("none-es256-long-credential-id", .verified(.none)), ("packed-es256", .verified(.unanchored)),
        ("packed-es384", .verified(.unanchored)), ("packed-es512", .refused(.algorithmNotAllowed)),
        // Its modulus has 3482 bits; libfido2 takes 2048.
        ("packed-rs256", .refused(.publicKeyUnusable)),
        ("packed-eddsa", .verified(.unanchored)), ("packed-ed448", .refused(.algorithmNotAllowed)),
        // Signed with ECDSA; libfido2 verifies RSA with SHA-1.
        ("tpm-es256", .refused(.attestationFormatUnsupported)),
        ("android-key-es256", .refused(.attestationFormatUnsupported)),
        ("apple-es256", .refused(.attestationFormatUnsupported)), ("fido-u2f-es256", .verified(.unanchored)),
    ]

    enum Outcome: Sendable {
        case verified(VerifiedRegistration.Attestation)
        case refused(WebAuthnRefusal)
    }

    @Test func `are all there`() throws {
        let sections = Set(try PublishedVectors.read().vectors.map(\.section))
        #expect(sections == Set(Self.registrations.map { "sctn-test-vectors-" + $0.section }))
    }

    @Test(arguments: registrations)
    func `end as they should`(section: String, outcome: Outcome) throws {
        let vector = try Self.vector(section)
        switch outcome {
        case .verified(let attestation):
            let registered = try Self.ceremony(of: vector.registration).verified { _ in false }
            #expect(registered.attestation == attestation)
            try Self.expectAssertion(vector.authentication, of: registered)
        case .refused(let refusal):
            #expect(throws: refusal) { try Self.ceremony(of: vector.registration).verified { _ in false } }
        }
    }

    @Test(arguments: registrations)
    func `are refused when a byte of the attestation object is another`(section: String, outcome: Outcome) throws {
        guard case .verified(let attestation) = outcome, attestation != .none else { return }
        let vector = try Self.vector(section)
        var object = vector.registration.attestationObject.bytes
        // The last byte of the last coordinate, which every statement signs.
        object[object.count - 1] ^= 1
        let response = RegistrationResponse(
            clientDataJSON: vector.registration.clientDataJSON.bytes, attestationObject: object)
        let verdict = Self.ceremony(of: response, challenge: vector.registration.challenge.bytes)
        #expect(throws: WebAuthnRefusal.self) { try verdict.verified { _ in false } }
    }

    /// WebAuthn Level 2 section 8.6 step 5: AAGUIDs are not among what U2F authenticators sign.
    @Test func `of U2F do not make a model believed`() throws {
        let vector = try Self.vector("fido-u2f-es256")
        let claimed = try #require(AAGUID("afb3c2ef-c054-df42-5013-d5c88e79c3c1"))
        #expect(vector.registration.attestationObject.bytes.firstRange(of: claimed.bytes) != nil)
        let response = RegistrationResponse(
            clientDataJSON: vector.registration.clientDataJSON.bytes,
            attestationObject: vector.registration.attestationObject.bytes)
        let allowed = Self.ceremony(of: response, challenge: vector.registration.challenge.bytes)
        #expect(try allowed.verified { _ in false }.model == .unknown)
        let refused = Self.ceremony(
            of: response, challenge: vector.registration.challenge.bytes, models: .only([claimed]))
        #expect(throws: WebAuthnRefusal.authenticatorNotAllowed) { try refused.verified { _ in false } }
    }

    private static func expectAssertion(
        _ vector: PublishedVectors.Authentication, of registered: VerifiedRegistration
    ) throws {
        let record = CredentialRecord(
            id: registered.credentialID, encodedPublicKey: registered.encodedPublicKey,
            signatureCount: registered.signatureCount, isBackupEligible: registered.isBackupEligible, userHandle: [])
        let expectation = AssertionExpectation(
            relyingParty: party, challenge: vector.challenge.bytes, credential: record, mustBeDeviceBound: false)
        for (flipped, isGenuine) in [(false, true), (true, false)] {
            var signature = vector.signature.bytes
            if flipped { signature[signature.count - 1] ^= 1 }
            let response = AssertionResponse(
                credentialID: record.id, clientDataJSON: vector.clientDataJSON.bytes,
                authenticatorData: vector.authenticatorData.bytes, signature: signature, userHandle: nil)
            let ceremony = AuthenticationCeremony(
                response: response, expectation: expectation, userVerification: .discouraged)
            if isGenuine {
                guard case .verified = try ceremony.verdict() else {
                    Issue.record("not verified")
                    continue
                }
            } else {
                #expect(throws: WebAuthnRefusal.signatureForged) { try ceremony.verdict() }
            }
        }
    }

    /// Of `make-vectors.py`: what the published ones lack and libfido2 verifies.
    @Test(
        arguments: [
            ("packed-self-rs256", .own), ("tpm-rs1-rs256", .unanchored), ("tpm-rs1-es256", .unanchored),
        ] as [(String, VerifiedRegistration.Attestation)])
    func `have company of our own making`(name: String, attestation: VerifiedRegistration.Attestation) throws {
        let vector = try #require(PublishedVectors.read("made-vectors").vectors.first { $0.section == name })
        let registered = try Self.ceremony(of: vector.registration).verified { _ in false }
        #expect(registered.attestation == attestation)
        try Self.expectAssertion(vector.authentication, of: registered)

        var object = vector.registration.attestationObject.bytes
        object[object.count - 1] ^= 2
        let bent = RegistrationResponse(
            clientDataJSON: vector.registration.clientDataJSON.bytes, attestationObject: object)
        let ceremony = Self.ceremony(of: bent, challenge: vector.registration.challenge.bytes)
        #expect(throws: WebAuthnRefusal.self) { try ceremony.verified { _ in false } }
    }

    /// 2026-11-22, within the time of every certificate there.
    private static let now = UnixTime(seconds: 1_795_348_800)

    @Test(arguments: [
        ("w3c-webauthn-3", "sctn-test-vectors-packed-es256"), ("w3c-webauthn-3", "sctn-test-vectors-packed-es384"),
        ("w3c-webauthn-3", "sctn-test-vectors-packed-eddsa"), ("w3c-webauthn-3", "sctn-test-vectors-fido-u2f-es256"),
        ("made-vectors", "tpm-rs1-rs256"), ("made-vectors", "tpm-rs1-es256"),
    ])
    func `lead to their root at their time, and to no other`(file: String, section: String) throws {
        let read = try PublishedVectors.read(file)
        let vector = try #require(read.vectors.first { $0.section == section })
        let strange = try PublishedVectors.read(file == "made-vectors" ? "w3c-webauthn-3" : "made-vectors")
            .attestationRoot
        let response = RegistrationResponse(
            clientDataJSON: vector.registration.clientDataJSON.bytes,
            attestationObject: vector.registration.attestationObject.bytes)
        func attempt(_ root: [UInt8], at time: UnixTime) throws -> VerifiedRegistration {
            try Self.ceremony(
                of: response, challenge: vector.registration.challenge.bytes,
                attestation: .anchored(try AttestationAnchors([root]), at: time)
            ).verified { _ in false }
        }
        #expect(try attempt(read.attestationRoot.bytes, at: Self.now).attestation == .anchored)
        #expect(throws: WebAuthnRefusal.attestationUntrusted) { try attempt(strange.bytes, at: Self.now) }
        #expect(throws: WebAuthnRefusal.attestationUntrusted) {
            try attempt(read.attestationRoot.bytes, at: UnixTime(seconds: 0))
        }
    }

    private static func vector(_ section: String) throws -> PublishedVectors.Vector {
        try #require(PublishedVectors.read().vectors.first { $0.section == "sctn-test-vectors-" + section })
    }

    private static func ceremony(of vector: PublishedVectors.Registration) -> RegistrationCeremony {
        ceremony(
            of: RegistrationResponse(
                clientDataJSON: vector.clientDataJSON.bytes, attestationObject: vector.attestationObject.bytes),
            challenge: vector.challenge.bytes)
    }

    private static func ceremony(
        of response: RegistrationResponse, challenge: [UInt8], models: ModelRules = .allExcept([]),
        attestation: AttestationRules = .optional
    ) -> RegistrationCeremony {
        let expectation = RegistrationExpectation(
            relyingParty: party, challenge: challenge, algorithms: Set(SignatureAlgorithm.allCases),
            mustBeDeviceBound: false, models: models, attestation: attestation)
        return RegistrationCeremony(response: response, expectation: expectation, userVerification: .discouraged)
    }
}
