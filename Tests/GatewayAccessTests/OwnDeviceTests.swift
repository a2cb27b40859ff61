import GatewayAccess
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

@Suite struct `One's own authenticators` {
    private let requestID = RequestID(high: 2, low: 2)

    @Test func `are added by a fresh proof, and the recovery codes stay good`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.login(kim).grant.session
        let offer = try #require(try await begin(house, session, kim))
        let code = try code(of: offer, at: house.clock.now)
        guard
            case .enrolled(let codes) = try await house.access.enrolment.confirm(
                offer.device, with: code, by: house.visitor(kim.name, kim.certificate))
        else { throw Unexpected("not enrolled") }
        #expect(codes.isEmpty)
        let overview = try #require(try await house.access.ownAccount.overview(of: session))
        #expect(overview.recoveryCodesLeft == 10)
        #expect(overview.devices.map(\.authenticator.label) == ["TOTP", "서랍 속 전화기"])
        #expect(overview.devices.map(\.authenticator.isSeparateDevice) == [false, true])
        #expect(house.warnings.toOwners.map(\.event).contains(.factorAdded))
    }

    @Test func `are neither added nor removed by an old proof`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.login(kim).grant.session
        let id = try #require(try await house.sqlite.authenticators(of: kim.name).first).id
        house.clock.advance(by: .seconds(300))
        #expect(try await begin(house, session, kim) == nil)
        let change = try await house.access.ownAccount.removeDevice(id, of: session, requestID: requestID)
        guard case .freshFactorNeeded = change else { throw Unexpected("\(change)") }
    }

    @Test func `are eight apps and tokens at most, and nobody is told of a secret that does not count`() async throws {
        let house = try await House()
        let kim = try await house.person()
        for number in 1..<OneTimeCodeDevice.mostPerAccount { try await house.give("A-\(number)", to: kim.name) }
        await #expect(throws: AdministrationProblem.conflict(.tooManyDevices)) {
            try await house.give("A-99", to: kim.name)
        }
        let session = try await house.login(kim).grant.session
        let start = try await house.access.ownAccount.beginApp(
            DeviceDeclaration(), of: session, by: house.visitor(kim.name, kim.certificate))
        guard case .tooMany = start else { throw Unexpected("\(start)") }
        let app = try #require(try await house.sqlite.totpDevices(of: kim.name).first).id
        let replacing = try await house.access.ownAccount.beginApp(
            DeviceDeclaration(), inPlaceOf: app, of: session, by: house.visitor(kim.name, kim.certificate))
        guard case .begun = replacing else { throw Unexpected("\(replacing)") }
    }

    @Test func `are removed, but for the last one`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.login(kim).grant.session
        let first = try #require(try await house.sqlite.authenticators(of: kim.name).first).id
        let last = try await house.access.ownAccount.removeDevice(first, of: session, requestID: requestID)
        guard case .lastOne = last else { throw Unexpected("\(last)") }
        let offer = try #require(try await begin(house, session, kim))
        let code = try code(of: offer, at: house.clock.now)
        _ = try await house.access.enrolment.confirm(
            offer.device, with: code, by: house.visitor(kim.name, kim.certificate))
        let removed = try await house.access.ownAccount.removeDevice(first, of: session, requestID: requestID)
        guard case .done = removed else { throw Unexpected("\(removed)") }
        house.clock.advance(by: .seconds(30))
        #expect(await house.login(kim).refusal == .factorFailed)
        #expect(house.record.events(.authenticatorRemoved).count == 2)
    }

    @Test func `that are lost are of no use at once, and the other sessions end`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let other = try await house.enter(kim).session
        let session = try await house.enter(kim).session
        let id = try #require(try await house.sqlite.authenticators(of: kim.name).first).id
        house.clock.advance(by: .seconds(600))
        let change = try await house.access.ownAccount.reportLost(id, of: session, requestID: requestID)
        guard case .done = change else { throw Unexpected("\(change)") }
        #expect(other.hasEnded && !session.hasEnded)
        #expect(await house.login(kim).refusal == .factorFailed)
        #expect(house.warnings.toOfficer.map(\.event).contains(.authenticatorLost))
    }

    @Test func `of somebody else are out of reach`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let lee = try await house.person("lee-90aa", certificate: 2)
        let session = try await house.login(lee).grant.session
        let id = try #require(try await house.sqlite.authenticators(of: kim.name).first).id
        let own = house.access.ownAccount
        let label = try #require(AuthenticatorLabel("mine"))
        for change in [
            try await own.renameDevice(id, to: label, of: session, requestID: requestID),
            try await own.reportLost(id, of: session, requestID: requestID),
            try await own.removeDevice(id, of: session, requestID: requestID),
        ] {
            guard case .notPossible = change else { throw Unexpected("\(change)") }
        }
        #expect(await house.login(kim).isSignedIn)
    }

    @Test(arguments: [
        "", " ", "a\u{202E}b", "a\nb", String(repeating: "x", count: 41), String(repeating: "가", count: 41),
    ])
    func `have names that can be told apart`(name: String) {
        #expect(AuthenticatorLabel(name) == nil)
        #expect(AuthenticatorLabel(" 내 전화기 ")?.text == "내 전화기")
    }

    @Test func `that are handed over are confirmed on one's own page, and wrong codes count`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let token = NewToken(
            serial: "A-1", manufacturer: "", moving: .counter(HOTPCounter(0)), parameters: .compatible,
            validity: .always, secret: SecretBytes(copying: Array("12345678901234567890".utf8)))
        try await house.administration.importTokens([token], House.operatorMandate)
        try await house.administration.assignToken("A-1", to: kim.name, House.operatorMandate)
        let session = try await house.login(kim).grant.session
        let id = try #require(try await house.sqlite.hotpDevices(of: kim.name).first).id
        let visitor = house.visitor(kim.name, kim.certificate)
        let wrong = try await house.access.ownAccount.confirmToken(id, with: "000000", of: session, by: visitor)
        guard case .refused = wrong else { throw Unexpected("\(wrong)") }
        // RFC 4226 appendix D, counter 0.
        let right = try await house.access.ownAccount.confirmToken(id, with: "755224", of: session, by: visitor)
        guard case .done = right else { throw Unexpected("\(right)") }
        #expect(await house.login(kim, code: "287082").isSignedIn)
    }

    @Test func `that are handed over lock after wrong codes, and that is recorded and told`() async throws {
        let house = try await House()
        let kim = try await house.person()
        try await house.give("A-1", to: kim.name)
        let session = try await house.login(kim).grant.session
        let id = try #require(try await house.sqlite.hotpDevices(of: kim.name).first).id
        let visitor = house.visitor(kim.name, kim.certificate)
        for _ in 0..<5 {
            _ = try await house.access.ownAccount.confirmToken(id, with: "000000", of: session, by: visitor)
        }
        #expect(house.record.events(.enrolmentRefused).count == 5)
        #expect(house.record.events(.factorLocked).count == 1)
        #expect(house.warnings.toOwners.map(\.event).contains(.locked))
        let right = try await house.access.ownAccount.confirmToken(id, with: tokenCodes[0], of: session, by: visitor)
        guard case .refused = right else { throw Unexpected("\(right)") }
    }

    @Test func `speak the language that was chosen, after a restart too`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.login(kim).grant.session
        try await house.access.ownAccount.chooseLanguage(.english, of: session, requestID: requestID)
        #expect(try await house.access.ownAccount.overview(of: session)?.account.language == .english)
        let again = try await house.restarted()
        #expect(try await again.sqlite.account(kim.name)?.language == .english)
    }

    private func begin(_ house: House, _ session: LiveSession, _ kim: Inhabitant) async throws
        -> TOTPEnrolment.Offer?
    {
        let label = try #require(AuthenticatorLabel("서랍 속 전화기"))
        let start = try await house.access.ownAccount.beginApp(
            DeviceDeclaration(label: label, isSeparateDevice: true), of: session,
            by: house.visitor(kim.name, kim.certificate))
        switch start {
        case .begun(let offer): return offer
        case .tooMany: throw Unexpected("too many")
        case .freshFactorNeeded, .notReplaceable: return nil
        }
    }

    private func code(of offer: TOTPEnrolment.Offer, at now: UnixTime) throws -> String {
        let secret = SecretBytes(copying: try #require(Base32.decode(offer.base32Secret)))
        let totp = TOTP(secret: secret, parameters: offer.parameters)
        return String(decoding: totp.code(at: TimeStep(at: now)), as: UTF8.self)
    }
}

@Suite struct `What ends soon` {
    @Test func `is told thirty, seven and one days before, once each, to the owner and the sponsor`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 24 * 40)
        let told = { house.warnings.toOwners.filter { $0.event == .grantEnding } }
        try await house.tick()
        #expect(told().isEmpty)
        house.clock.advance(by: .seconds(86400 * 11))
        for _ in 0..<3 {
            try await house.tick()
            house.clock.advance(by: .seconds(3601))
        }
        #expect(Set(told().map(\.audience)) == [.owner(partner.name), .sponsor(AccountName(stored: "lee-90aa"))])
        #expect(told().count == 2)
        #expect(told().allSatisfy { $0.text(in: $0.language).contains("접근 허용 기간이 29일 남았습니다.") })
        let restarted = try await house.restarted()
        try await restarted.tick()
        #expect(restarted.warnings.toOwners.filter { $0.event == .grantEnding }.isEmpty)
        for (days, count) in [(22, 2), (6, 4)] {
            house.clock.advance(by: .seconds(86400 * days))
            try await restarted.tick()
            #expect(restarted.warnings.toOwners.filter { $0.event == .grantEnding }.count == count)
        }
    }

    @Test func `is told to a sponsor in their own language`() async throws {
        let house = try await House()
        _ = try await house.partner(hours: 24)
        let lee = AccountName(stored: "lee-90aa")
        try await house.sqlite.setLanguage(.english, of: lee)
        let restarted = try await house.restarted()
        try await restarted.tick()
        let told = restarted.warnings.all.filter { $0.audience == .sponsor(lee) }
        #expect(told.map(\.language) == [.english])
        #expect(told.first?.text(in: .english).contains("This concerns a partner whom you answer for.") == true)
    }

    @Test func `is told of a bound certificate, unless it was renewed`() async throws {
        let house = try await House()
        try await house.add("kim-7f3a", certificate: certificate("01", days: 20, from: house.clock.now))
        try await house.add("lee-90aa", certificate: certificate("02", days: 20, from: house.clock.now, key: 2))
        let lee = AccountName(stored: "lee-90aa")
        try await house.sqlite.note(
            KnownCertificate(certificate("03", days: 400, from: house.clock.now, key: 2), of: lee))
        try await house.tick()
        let told = house.warnings.toOwners.filter { $0.event == .certificateEnding }
        #expect(told.map(\.audience) == [.owner(AccountName(stored: "kim-7f3a"))])
        #expect(told.first?.text(in: .korean).contains("인증서가 20일 뒤 만료됩니다.") == true)
    }

    private func certificate(_ serial: String, days: Int64, from now: UnixTime, key: UInt8 = 1) -> ClientCertificate {
        let sample = Sample.certificate(key, serial: serial)
        return ClientCertificate(
            fingerprint: sample.fingerprint, publicKey: sample.publicKey, issuer: sample.issuer, serial: serial,
            subject: sample.subject, notBefore: now, notAfter: now + .seconds(86400 * days), policies: [])
    }
}
