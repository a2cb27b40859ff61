import GatewayCrypto
import GatewayIdentity
import GatewayWebAuthn
import Testing

/// Each refusal has a test in which one thing is wrong, with a signature that is right.
@Suite struct `An assertion` {
    @Test func `in which everything is right is verified`() throws {
        let authenticator = try TestAuthenticator()
        guard case .verified(let assertion) = try verdict(on: authenticator) else {
            Issue.record("refused")
            return
        }
        #expect(assertion.credentialID == authenticator.credentialID)
        #expect(assertion.previousSignatureCount == 6)
        #expect(assertion.signatureCount == 7)
        #expect(!assertion.isBackedUp)
    }

    @Test func `is refused when it is another credential's than the record`() throws {
        try expect(.credentialMismatch) { $0.credentialID = [1] }
    }

    @Test func `is refused when it names another account`() throws {
        try expect(.userHandleMismatch) { $0.userHandle = Array("lee-1b2c".utf8) }
        var authenticator = try TestAuthenticator()
        authenticator.userHandle = nil
        #expect(try verdict(on: authenticator).isVerified)
    }

    @Test func `is refused when the record's key cannot be used`() throws {
        let authenticator = try TestAuthenticator()
        let record = CredentialRecord(
            id: authenticator.credentialID, encodedPublicKey: [0xA0], signatureCount: 0, isBackupEligible: false,
            userHandle: TestAuthenticator.userHandle)
        let expectation = AssertionExpectation(
            relyingParty: TestAuthenticator.party, challenge: TestAuthenticator.challenge, credential: record,
            mustBeDeviceBound: false)
        #expect(try authenticator.assertion().verdict(expecting: expectation) == .refused(.publicKeyUnusable))
    }

    @Test func `is refused when its client data cannot be read`() throws {
        try expect(.clientDataMalformed) { $0.clientDataJSON = [] }
    }

    @Test func `is refused when it is another ceremony`() throws {
        try expect(.ceremonyMismatch) { $0.type = "webauthn.create" }
    }

    @Test func `is refused when it answers another challenge`() throws {
        try expect(.challengeMismatch) { $0.challenge = Array(1..<33) }
    }

    @Test func `is refused when it comes from another origin`() throws {
        try expect(.originNotAllowed) { $0.origin = "https://gate.example.kr.evil.example" }
    }

    @Test func `is refused when it comes from a frame in another page`() throws {
        try expect(.crossOrigin) { $0.otherMembers = #","crossOrigin":true"# }
    }

    @Test func `is refused when it is bound to a connection by Token Binding`() throws {
        try expect(.tokenBinding) { $0.otherMembers = #","tokenBinding":{"status":"present","id":"AA"}"# }
    }

    @Test func `is refused when something stands behind its authenticator data`() throws {
        try expect(.authenticatorDataMalformed) { $0.trailing = [0] }
    }

    @Test func `is refused when it claims a new credential`() throws {
        try expect(.authenticatorDataMalformed) {
            let body = $0.registrationData.dropFirst(37)
            $0.flags |= 0x40
            $0.trailing = Array(body)
        }
    }

    @Test func `is refused when its authenticator data or signature are long beyond reason`() throws {
        let good = try TestAuthenticator()
        let answer = try good.assertion()
        for response in [
            AssertionResponse(
                credentialID: answer.credentialID, clientDataJSON: answer.clientDataJSON,
                authenticatorData: answer.authenticatorData + Array(repeating: 0, count: 5000),
                signature: answer.signature, userHandle: nil),
            AssertionResponse(
                credentialID: answer.credentialID, clientDataJSON: answer.clientDataJSON,
                authenticatorData: answer.authenticatorData,
                signature: answer.signature + Array(repeating: 0, count: 5000), userHandle: nil),
        ] {
            #expect(response.verdict(expecting: .sample(of: good)) == .refused(.authenticatorDataMalformed))
        }
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

    @Test func `is refused when it can be copied and could not before, or the other way round`() throws {
        try expect(.backupEligibilityChanged) { $0.flags = 0x0D }
        let authenticator = try TestAuthenticator()
        let verdict = try authenticator.assertion().verdict(
            expecting: .sample(of: authenticator, isBackupEligible: true))
        #expect(verdict == .refused(.backupEligibilityChanged))
    }

    @Test func `is refused when it can be copied and must not`() throws {
        var authenticator = try TestAuthenticator()
        authenticator.flags = 0x0D
        let response = try authenticator.assertion()
        #expect(
            response.verdict(
                expecting: .sample(of: authenticator, isBackupEligible: true, mustBeDeviceBound: true))
                == .refused(.backupEligible))
        #expect(response.verdict(expecting: .sample(of: authenticator, isBackupEligible: true)).isVerified)
    }

    @Test func `may have extensions that nobody asked for, which are signed too`() throws {
        var authenticator = try TestAuthenticator()
        authenticator.flags |= 0x80
        authenticator.extensions = CBORWriter.map([(CBORWriter.text("credBlob"), CBORWriter.bytes([1, 2]))])
        #expect(try verdict(on: authenticator).isVerified)
    }

    @Test func `is refused when another key has signed it`() throws {
        let authenticator = try TestAuthenticator()
        let verdict = try TestAuthenticator().assertion().verdict(expecting: .sample(of: authenticator))
        #expect(verdict == .refused(.signatureForged))
    }

    @Test(arguments: [[], [0x30], Array(repeating: 0, count: 64), Array(repeating: 0x30, count: 4096)] as [[UInt8]])
    func `is refused when its signature is none`(signature: [UInt8]) throws {
        let authenticator = try TestAuthenticator()
        let answer = try authenticator.assertion()
        let response = AssertionResponse(
            credentialID: answer.credentialID, clientDataJSON: answer.clientDataJSON,
            authenticatorData: answer.authenticatorData, signature: signature, userHandle: nil)
        #expect(response.verdict(expecting: .sample(of: authenticator)) == .refused(.signatureForged))
    }

    @Test(arguments: [(7, 7), (8, 7), (7, 0), (UInt32.max, 7)] as [(UInt32, UInt32)])
    func `whose counter did not advance is a suspected clone`(stored: UInt32, presented: UInt32) throws {
        var authenticator = try TestAuthenticator()
        authenticator.signatureCount = presented
        let verdict = try authenticator.assertion().verdict(
            expecting: .sample(of: authenticator, signatureCount: stored))
        guard case .cloneSuspected(let clone) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(clone.storedSignatureCount == stored && clone.presentedSignatureCount == presented)
        #expect(clone.credentialID == authenticator.credentialID)
    }

    @Test(arguments: [(0, 0), (0, 1), (6, 7), (0, UInt32.max)] as [(UInt32, UInt32)])
    func `is verified when its counter advanced, or was never used`(stored: UInt32, presented: UInt32) throws {
        var authenticator = try TestAuthenticator()
        authenticator.signatureCount = presented
        #expect(
            try authenticator.assertion().verdict(expecting: .sample(of: authenticator, signatureCount: stored))
                .isVerified)
    }

    private func expect(
        _ refusal: WebAuthnRefusal, when change: (inout TestAuthenticator) -> Void,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        var authenticator = try TestAuthenticator()
        change(&authenticator)
        #expect(try verdict(on: authenticator) == .refused(refusal), sourceLocation: location)
    }

    private func verdict(on authenticator: TestAuthenticator) throws -> AssertionVerdict {
        try authenticator.assertion().verdict(expecting: .sample(of: authenticator))
    }
}

extension AssertionVerdict {
    fileprivate var isVerified: Bool {
        switch self {
        case .verified: true
        case .cloneSuspected, .refused: false
        }
    }
}
