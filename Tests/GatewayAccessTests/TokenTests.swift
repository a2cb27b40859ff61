import GatewayAccess
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewaySessions
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

private let codes = tokenCodes

@Suite struct `A hardware token with a counter` {
    @Test func `logs its owner in by its first code, and each code once`() async throws {
        let (house, lee) = try await scene()
        let proofs = try await house.login(lee, codes[0]).grant.session.proofs
        let proof = try #require(proofs.first { $0.kind == .totp })
        #expect(proof.authenticator == (try await house.sqlite.authenticators(of: lee.name)).first?.id)
        #expect(await house.login(lee, codes[0]).refusal == .otpReplayed)
        #expect(await house.login(lee, codes[1]).isSignedIn)
        #expect(house.record.events(.enrolmentConfirmed).count == 1)
    }

    @Test func `may have been pressed ten times for nothing, and not eleven times`() async throws {
        let (house, lee) = try await scene()
        #expect(await house.login(lee, codes[9]).isSignedIn)
        #expect(await house.login(lee, house.tokenCode(21)).refusal == .factorFailed)
        #expect(await house.login(lee, house.tokenCode(20)).isSignedIn)
    }

    @Test func `is of no use before its time and after`() async throws {
        let house = try await House()
        let ends = house.clock.now + .seconds(86400)
        let (_, lee) = try await scene(house, Validity(begins: house.clock.now + .seconds(3600), ends: ends))
        #expect(await house.login(lee, codes[0]).refusal == .factorFailed)
        house.clock.advance(by: .seconds(3600))
        #expect(await house.login(lee, codes[0]).isSignedIn)
        house.clock.advance(by: .seconds(86400 - 3600))
        #expect(await house.login(lee, codes[1]).refusal == .factorFailed)
    }

    @Test func `is to be confirmed within two weeks`() async throws {
        let (house, lee) = try await scene()
        house.clock.advance(by: Enrolment.tokenConfirmationLifetime)
        #expect(await house.login(lee, codes[0]).refusal == .factorFailed)
    }

    @Test func `of somebody who has an app does not log in unconfirmed`() async throws {
        let house = try await House()
        let kim = try await house.person()
        try await house.takeIn(["A-1"])
        try await house.administration.assignToken("A-1", to: kim.name, House.operatorMandate)
        #expect(await house.login(kim, code: codes[0]).refusal == .factorFailed)
        #expect(await house.login(kim).isSignedIn)
    }

    @Test func `of somebody who has a security key alone does not log in unconfirmed, and is confirmed by the key`()
        async throws
    {
        let house = try await House()
        var kim = try await house.keyHolder()
        try await house.give("A-1", to: kim.name)
        let first = PresentedFactors(totp: codes[0])
        #expect(await house.access.login.attempt(first, by: kim.visitor).refusal == .factorFailed)
        #expect(try await house.access.ownAccount.heldFactors(of: kim.name) == [.webauthn])
        let session = try await house.show(kim.turn(), by: kim.visitor).grant.session
        let token = try #require(try await house.sqlite.hotpDevices(of: kim.name).first).id
        let change = try await house.access.ownAccount.confirmToken(
            token, with: codes[0], of: session, by: kim.visitor)
        guard case .done = change else { throw Unexpected("\(change)") }
        let second = PresentedFactors(totp: codes[1])
        #expect(await house.access.login.attempt(second, by: kim.visitor).isSignedIn)
    }

    @Test(arguments: [AuthenticatorEvent.reportedLost, .exhausted, .revoked])
    func `given beside an app is not good by itself when the app is out of use`(end: AuthenticatorEvent) async throws {
        let house = try await House()
        let kim = try await house.person()
        try await house.give("A-1", to: kim.name)
        house.clock.advance(by: .seconds(60))
        let app = try #require(try await house.sqlite.totpDevices(of: kim.name).first).id
        #expect(try await house.sqlite.apply(end, to: app, of: kim.name, at: house.clock.now) != nil)
        #expect(await house.login(kim, code: codes[0]).refusal == .factorFailed)
        #expect(try await house.access.ownAccount.heldFactors(of: kim.name).isEmpty)
    }

    @Test func `with the code of another one is the older of the two in the record`() async throws {
        let (house, lee) = try await scene()
        house.clock.advance(by: .seconds(60))
        try await house.give("A-2", to: lee.name)
        let proofs = try await house.login(lee, codes[0]).grant.session.proofs
        let older = try #require(try await house.sqlite.hotpDevices(of: lee.name).first).id
        #expect(proofs.first { $0.kind == .totp }?.authenticator == older)
    }

    @Test func `given in place of a revoked one logs its owner in by its first code`() async throws {
        let (house, lee) = try await scene()
        _ = try await house.login(lee, codes[0]).grant
        try await house.administration.revokeToken("A-1", House.operatorMandate)
        house.clock.advance(by: .seconds(60))
        try await house.give("A-2", to: lee.name)
        #expect(await house.login(lee, codes[0]).isSignedIn)
    }

    @Test func `that could not be taken out of the stock is out of its owner's hands, and the order is given again`()
        async throws
    {
        let (house, lee) = try await scene()
        let session = try await house.login(lee, codes[0]).grant.session
        house.store.calls.breakDown(at: "revokeToken", after: 0)
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.revokeToken("A-1", House.operatorMandate)
        }
        #expect(session.hasEnded)
        #expect(await house.login(lee, codes[1]).refusal == .factorFailed)
        house.store.calls.recover()
        try await house.administration.revokeToken("A-1", House.operatorMandate)
    }

    @Test func `that is revoked logs nobody in, and ends what it opened`() async throws {
        let (house, lee) = try await scene()
        let session = try await house.login(lee, codes[0]).grant.session
        try await house.administration.revokeToken("A-1", House.operatorMandate)
        #expect(session.hasEnded)
        #expect(await house.login(lee, codes[1]).refusal == .factorFailed)
        let token = try #require(try await house.sqlite.authenticators(of: lee.name).first)
        #expect(token.state == .revoked(since: house.clock.now))
    }

    @Test func `shown twice is one factor, not two: T43`() async throws {
        let (house, lee) = try await scene()
        let session = try await house.login(lee, codes[0]).grant.session
        house.clock.advance(by: .seconds(30))
        let raised = try await house.login(lee, codes[1], renewing: session).grant.session
        let proofs = raised.proofs.filter { $0.kind == .totp }
        #expect(Set(proofs.map(\.authenticator)).count == 1)
        #expect(Set(raised.proofs.map(\.kind)) == [.certificate, .totp])
    }

    @Test func `that ran ahead is found by two codes, five tries an hour`() async throws {
        let (house, lee) = try await scene()
        _ = await house.login(lee, codes[0])
        let id = try #require(try await house.sqlite.authenticators(of: lee.name).first).id
        func resync(_ first: String, _ second: String) async throws(AdministrationProblem) {
            try await house.administration.resynchronise(
                id, of: lee.name, by: first, and: second, House.operatorMandate)
        }
        #expect(await house.login(lee, house.tokenCode(700)).refusal == .factorFailed)
        await #expect(throws: AdministrationProblem.codesRefused) {
            try await resync(house.tokenCode(700), house.tokenCode(702))
        }
        try await resync(house.tokenCode(700), house.tokenCode(701))
        #expect(await house.login(lee, house.tokenCode(702)).isSignedIn)
        for _ in 0..<3 {
            await #expect(throws: AdministrationProblem.codesRefused) { try await resync("000000", "000001") }
        }
        await #expect(throws: AdministrationProblem.tooManyTries) {
            try await resync(house.tokenCode(703), house.tokenCode(704))
        }
        house.clock.advance(by: .seconds(3601))
        try await resync(house.tokenCode(703), house.tokenCode(704))
        #expect(house.record.events(.administrationRefused).count == 5)
    }

    private func scene(_ house: House? = nil, _ validity: Validity = .always) async throws -> (House, Owner) {
        let house = if let house { house } else { try await House() }
        let lee = Owner(name: AccountName(stored: "lee-90aa"), certificate: Sample.certificate(2, serial: "02"))
        try await house.add("lee-90aa", certificate: lee.certificate)
        try await house.takeIn(["A-1"], validity)
        try await house.administration.assignToken("A-1", to: lee.name, House.operatorMandate)
        return (house, lee)
    }
}

@Suite struct `A hardware token with a clock` {
    /// Whoever gave it out knows its codes, and what it is called in the store.
    @Test func `is not confirmed like an app, by the certificate alone`() async throws {
        let house = try await House()
        let kim = try await house.person()
        try await house.takeIn(["C-1"], moving: .time(.none))
        try await house.administration.assignToken("C-1", to: kim.name, House.operatorMandate)
        let token = try #require(try await house.sqlite.totpDevices(of: kim.name).last)
        let end = try await house.access.enrolment.confirm(
            token.id, with: house.clockCode, by: house.visitor(kim.name, kim.certificate))
        guard case .expired = end else { throw Unexpected("\(end)") }
        #expect(await house.login(kim, code: house.clockCode).refusal == .factorFailed)
        let session = try await house.login(kim).grant.session
        let confirmed = try await house.access.ownAccount.confirmToken(
            token.id, with: house.clockCode, of: session, by: house.visitor(kim.name, kim.certificate))
        guard case .done = confirmed else { throw Unexpected("\(confirmed)") }
    }
}

@Suite struct `Tokens of the organisation` {
    @Test func `are taken in all or none, and no seed is stored in the clear`() async throws {
        let house = try await House()
        try await house.takeIn(["A-1", "A-2"])
        await #expect(throws: AdministrationProblem.conflict(.tokenExists)) { try await house.takeIn(["A-3", "A-2"]) }
        let reader = Actor.controlSocket(uid: 0)
        let tokens = try await house.administration.tokens(readBy: reader, requestID: RequestID(high: 1, low: 1))
        #expect(tokens.map(\.serial) == ["A-1", "A-2"])
        #expect(house.record.events(.tokensImported).first?.details["tokens"] == "2")
    }

    @Test func `are given out once`() async throws {
        let house = try await House()
        try await house.add("lee-90aa", certificate: Sample.certificate(2, serial: "02"))
        try await house.takeIn(["A-1"])
        let lee = AccountName(stored: "lee-90aa")
        try await house.administration.assignToken("A-1", to: lee, House.operatorMandate)
        await #expect(throws: AdministrationProblem.notFound(.stockToken)) {
            try await house.administration.assignToken("A-1", to: lee, House.operatorMandate)
        }
        #expect(house.warnings.toOwners.map(\.event).contains(.factorAdded))
    }
}

@Suite struct `An authenticator that failed a hundred times in a row` {
    /// SP 800-63B section 3.2.2.
    @Test func `is out of use until an administrator unlocks it`() async throws {
        let house = try await House()
        let kim = try await house.person()
        // A set of tries a day, which no day's count forbids.
        for _ in 0..<20 {
            for _ in 0..<5 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
            house.clock.advance(by: .seconds(25 * 3600))
        }
        let since = house.clock.now - .seconds(25 * 3600)
        let device = try #require(try await house.sqlite.authenticators(of: kim.name).first)
        #expect(device.state == .locked(since: since))
        #expect(house.record.events(.authenticatorExhausted).count == 1)
        house.clock.advance(by: .seconds(7 * 86400))
        #expect(await house.login(kim).isSignedIn == false)
        _ = try await house.administration.unlock(kim.name, House.operatorMandate)
        #expect(await house.login(kim).isSignedIn)
    }
}

private struct Owner: Sendable {
    let name: AccountName
    let certificate: ClientCertificate
}

extension House {
    fileprivate func login(_ owner: Owner, _ code: String, renewing: LiveSession? = nil) async -> LoginOutcome {
        await access.login.attempt(
            PresentedFactors(totp: code), by: visitor(owner.name, owner.certificate), renewing: renewing)
    }
}
