import GatewayAccess
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewaySessions
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayWebAuthn
import Testing

@Suite struct `A security key at the login` {
    @Test func `opens a session by itself, with the certificate`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let session = try await house.show(kim.turn(), by: kim.visitor).grant.session
        #expect(session.proofs.map(\.kind).sorted() == [.certificate, .webauthn])
        #expect(session.proofs.contains { $0.authenticator == kim.id })
        #expect(try await house.keys(of: kim.name).first?.record.signatureCount == 2)
    }

    @Test func `is asked for by name, and by nobody's name where there is none`() async throws {
        let house = try await House()
        let kim = try await house.keyHolder()
        let options = try await house.challenge(kim.visitor)
        #expect(options.allowed.map(\.id) == [kim.key.credentialID])
        #expect(options.challenge.count == 32)

        let certificate = Sample.certificate(2, serial: "02")
        try await house.add("lee-90aa", certificate: certificate)
        let lee = house.visitor(AccountName(stored: "lee-90aa"), certificate)
        let decoy = try await house.challenge(lee).allowed
        #expect(decoy.count == 1 && decoy != options.allowed)
        #expect(try await house.challenge(lee).allowed == decoy)
    }

    @Test func `is refused the second time it is shown`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let assertion = try kim.turn().assertion(for: try await house.challenge(kim.visitor))
        _ = try await house.show(assertion, by: kim.visitor).grant
        #expect(await house.show(assertion, by: kim.visitor).refusal == .factorFailed)
        #expect(house.record.events(.signInRefused).last?.details["cause"] == "webauthn_challenge_mismatch")
        #expect(try await house.keys(of: kim.name).first?.state.isUsable == true, "a replay is no sign of a copy")
    }

    @Test func `posted fifty times at once opens one session (T106)`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let visitor = kim.visitor
        let assertion = try kim.turn().assertion(for: try await house.challenge(visitor))
        let opened = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { await house.show(assertion, by: visitor).isSignedIn } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(opened == 1)
    }

    @Test func `uses its challenge up also when it fails`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let options = try await house.challenge(kim.visitor)
        var unverified = kim.turn()
        unverified.flags = 0x01
        #expect(await house.show(try unverified.assertion(for: options), by: kim.visitor).refusal == .factorFailed)
        #expect(house.record.events(.signInRefused).last?.details["cause"] == "webauthn_user_not_verified", "T44")
        #expect(await house.show(try kim.turn().assertion(for: options), by: kim.visitor).refusal == .factorFailed)
    }

    @Test(arguments: ["origin", "relying party", "challenge", "expired"])
    func `is refused for another`(what: String) async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let options = try await house.challenge(kim.visitor)
        var key = kim.turn()
        var challenge = options.challenge
        switch what {
        case "origin": key.origin = "https://build.example"
        case "relying party": key.relyingParty = "example"
        case "challenge": challenge[0] ^= 1
        case _: house.clock.advance(by: .seconds(300))
        }
        let outcome = await house.show(try key.assertion(challenge: challenge), by: kim.visitor)
        #expect(outcome.refusal == .factorFailed)
    }

    @Test func `of another person does not open a session, with their challenge or one's own`() async throws {
        let house = try await House()
        let kim = try await house.keyHolder()
        var lee = try await house.keyHolder("lee-90aa", certificate: 2)
        let own = try await house.challenge(kim.visitor)
        #expect(await house.show(try lee.turn().assertion(for: own), by: kim.visitor).refusal == .factorFailed)
        #expect(house.record.events(.signInRefused).last?.details["cause"] == "webauthn_credential_mismatch")
        let theirs = try await house.challenge(lee.visitor)
        #expect(await house.show(try lee.turn().assertion(for: theirs), by: kim.visitor).refusal == .factorFailed)
        _ = try await house.show(lee.turn(), by: lee.visitor).grant
    }

    @Test func `whose count went back is not brought back by an order to unlock`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        kim.key.count = 40
        _ = try await house.show(kim.key, by: kim.visitor).grant
        kim.key.count = 12
        _ = try await house.show(kim.key, by: kim.visitor)
        _ = try await house.administration.unlock(kim.name, House.operatorMandate)
        kim.key.count = 60
        #expect(try await house.show(kim.key, by: kim.visitor).refusal == .factorFailed)
        let states = try await house.sqlite.authenticators(of: kim.name).map(\.state)
        #expect(states == [.copied(since: house.clock.now)])
    }

    @Test func `whose count goes back is out of use, alarms owner and officer, and ends the sessions it opened`()
        async throws
    {
        let house = try await House()
        var kim = try await house.keyHolder()
        kim.key.count = 40
        let session = try await house.show(kim.turn(), by: kim.visitor).grant.session
        kim.key.count = 12
        #expect(try await house.show(kim.key, by: kim.visitor).refusal == .factorFailed)
        #expect(session.hasEnded)
        let states = try await house.sqlite.authenticators(of: kim.name).map(\.state)
        #expect(states == [.copied(since: house.clock.now)])
        #expect(house.record.events(.authenticatorLocked).first?.details["authenticator"] == kim.id.text)
        let audiences = house.warnings.all.filter { $0.event == .keyCopied }.map(\.audience)
        #expect(Set(audiences) == [.securityOfficer, .owner(kim.name)])
        kim.key.count = 50
        #expect(try await house.show(kim.key, by: kim.visitor).refusal == .factorFailed, "for good")
    }

    @Test func `that never counts may be used again and again`() async throws {
        let house = try await House()
        var key = try SoftwareKey()
        key.count = 0
        let kim = try await house.keyHolder(key: key)
        for _ in 0..<2 { _ = try await house.show(key, by: kim.visitor).grant }
    }

    @Test func `is counted like any factor: five wrong ones lock, and then the right one is refused`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        var wrong = try SoftwareKey(9)
        for _ in 0..<5 {
            wrong.count += 1
            #expect(try await house.show(wrong, by: kim.visitor).refusal == .factorFailed)
        }
        #expect(house.record.events(.factorLocked).count == 1)
        #expect(try await house.show(kim.turn(), by: kim.visitor).refusal == .accountLocked)
        #expect(house.warnings.all.contains { $0.event == .rightCodeWhileLocked })
        #expect(try await house.keys(of: kim.name).first?.record.signatureCount == 1, "a locked key moves no count")
    }

    @Test func `of nobody takes the same calls of the store as a wrong one`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let certificate = Sample.certificate(2, serial: "02")
        try await house.add("lee-90aa", certificate: certificate)
        let lee = house.visitor(AccountName(stored: "lee-90aa"), certificate)
        var unverified = kim.turn()
        unverified.flags = 0x01
        let wrong = try unverified.assertion(for: try await house.challenge(kim.visitor))
        let unknown = try kim.turn().assertion(for: try await house.challenge(lee))
        _ = house.store.calls.take()
        _ = await house.show(wrong, by: kim.visitor)
        let callsOfWrong = house.store.calls.take()
        _ = await house.show(unknown, by: lee)
        #expect(house.store.calls.take() == callsOfWrong)
    }

    @Test func `and a code together are two factors; two assertions of one key are one (T43)`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let first = try await house.show(kim.turn(), by: kim.visitor).grant.session
        let options = try await house.challenge(kim.visitor)
        let again = await house.access.login.attempt(
            PresentedFactors(webauthn: try kim.turn().assertion(for: options)), by: kim.visitor, renewing: first)
        let proofs = try again.grant.session.proofs
        #expect(proofs.count { $0.kind == .webauthn } == 1)

        let both = await house.access.login.attempt(
            PresentedFactors(
                totp: "000000", webauthn: try kim.turn().assertion(for: try await house.challenge(kim.visitor))),
            by: kim.visitor)
        #expect(both.refusal == .factorFailed, "all that is presented must be right")
    }

    @Test func `may be any of several`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let session = try await house.show(kim.turn(), by: kim.visitor).grant.session
        let options = try await house.access.securityKeyRegistration.begin(in: session, by: kim.visitor).options
        var second = try SoftwareKey(7)
        _ = try await house.register(second, options, called: "예비", in: session, by: kim.visitor).id
        second.count = 2
        _ = try await house.show(second, by: kim.visitor).grant
        _ = try await house.show(kim.turn(), by: kim.visitor).grant
        #expect(try await house.keys(of: kim.name).map(\.authenticator.label) == ["책상 서랍", "예비"])
    }

    @Test func `is not asked for with a certificate that is nobody's`() async throws {
        let house = try await House()
        let kim = try await house.keyHolder()
        let stranger = house.visitor(kim.name, Sample.certificate(77, serial: "77"))
        guard case .refused(.certificateNotBound) = try await house.access.securityKeyOffer.options(for: stranger)
        else { throw Unexpected("told to a stranger") }
    }
}
