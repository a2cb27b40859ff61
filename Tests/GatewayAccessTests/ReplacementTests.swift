import GatewayAccess
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewaySessions
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

@Suite struct `An authenticator in place of another` {
    @Test func `takes over with its first code, and not sooner`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try await house.only(of: kim)
        let session = try await house.enter(kim).session
        let offer = try #require(try await house.begin(session, kim, inPlaceOf: old))
        #expect(await house.login(kim).isSignedIn)

        house.clock.advance(by: .seconds(30))
        #expect(try await house.confirm(offer, kim, with: "000000") == false)
        #expect(try await house.state(of: old, kim).isUsable)
        #expect(try await house.confirm(offer, kim))
        #expect(try await house.state(of: old, kim) == .replaced(since: house.clock.now, by: offer.device))

        house.clock.advance(by: .seconds(30))
        #expect(await house.login(kim).refusal == .factorFailed)
        #expect(await house.login(kim, code: try house.code(of: offer)).isSignedIn)
        let confirmed = try #require(house.record.events(.enrolmentConfirmed).last)
        #expect(confirmed.details["replaces"] == old.text)
        #expect(confirmed.details["authenticator"] == offer.device.text)
        #expect(house.warnings.toOwners.count { $0.event == .factorAdded } == 2)
    }

    @Test func `asks for the same fresh proof as one beside it`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try await house.only(of: kim)
        let session = try await house.login(kim).grant.session
        house.clock.advance(by: OwnAccount.freshness)
        #expect(try await house.begin(session, kim, inPlaceOf: old) == nil)
    }

    @Test func `is not begun for one of somebody else's, nor for one that is over`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let lee = try await house.person("lee-90aa", certificate: 2)
        let own = try await house.only(of: lee)
        let session = try await house.enter(lee).session
        for id in [try await house.only(of: kim), AuthenticatorID("totp-none")] {
            #expect(try await house.isRefused(session, lee, id))
        }
        let offer = try #require(try await house.begin(session, lee, inPlaceOf: own))
        #expect(try await house.isRefused(session, lee, offer.device))
        #expect(try await house.confirm(offer, lee))
        #expect(try await house.isRefused(session, lee, own))
        #expect(house.record.events(.enrolmentBegun).count { $0.account == lee.name } == 2)
        #expect(await house.login(kim).isSignedIn)
    }

    @Test func `is confirmed all the same when the other is gone by then`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try await house.only(of: kim)
        let session = try await house.enter(kim).session
        let offer = try #require(try await house.begin(session, kim, inPlaceOf: old))
        _ = try await house.store.apply(.revoked, to: old, of: kim.name, at: house.clock.now)
        #expect(try await house.confirm(offer, kim))
        #expect(try await house.state(of: old, kim) == .revoked(since: house.clock.now))
    }

    /// Failed attempts are counted, and lock, by person and kind of factor.
    @Test func `leaves the locks of its owner as they are`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try await house.only(of: kim)
        let session = try await house.enter(kim).session
        for _ in 0..<5 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        #expect(await house.login(kim).refusal == .accountLocked)
        let offer = try #require(try await house.begin(session, kim, inPlaceOf: old))
        #expect(try await house.confirm(offer, kim) == false, "no code counts, the first one of a new app neither")
        #expect(try await house.state(of: old, kim).isUsable)
        _ = try await house.administration.unlock(kim.name, House.operatorMandate)
        #expect(try await house.confirm(offer, kim))
        house.clock.advance(by: .seconds(30))
        #expect(await house.login(kim, code: try house.code(of: offer)).isSignedIn)
        #expect(try await house.state(of: old, kim).isForGood, "unlocking brings nothing back")
    }
}

@Suite struct `A security key in place of another authenticator` {
    @Test func `takes over with its registration`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try await house.only(of: kim)
        let visitor = house.visitor(kim.name, kim.certificate)
        let session = try await house.enter(kim).session
        let options = try await house.access.securityKeyRegistration.begin(in: session, by: visitor).options
        let key = try await house.register(try SoftwareKey(), options, inPlaceOf: old, in: session, by: visitor).id
        #expect(try await house.state(of: old, kim) == .replaced(since: house.clock.now, by: key))
        #expect(try await house.access.ownAccount.heldFactors(of: kim.name) == [.webauthn])
        #expect(house.record.events(.enrolmentConfirmed).last?.details["replaces"] == old.text)
    }

    @Test func `is not registered for one that is not theirs, and may be registered still`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let lee = try await house.person("lee-90aa", certificate: 2)
        let visitor = house.visitor(kim.name, kim.certificate)
        let session = try await house.enter(kim).session
        let options = try await house.access.securityKeyRegistration.begin(in: session, by: visitor).options
        let foreign = try await house.only(of: lee)
        let key = try SoftwareKey()
        let end = try await house.register(key, options, inPlaceOf: foreign, in: session, by: visitor)
        guard case .notReplaceable = end else { throw Unexpected("\(end)") }
        #expect(try await house.keys(of: kim.name).isEmpty)
        _ = try await house.register(key, options, in: session, by: visitor).id
    }

    @Test func `is not registered by the administrator's code alone: that takes nothing away`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        let options = try await house.enrolment(of: visitor)
        try await house.stock(["A-1"])
        try await house.administration.assignToken("A-1", to: kim.name, House.operatorMandate)
        // RFC 4226 appendix D, counter 0.
        let session = try await house.login(kim, code: "755224").grant.session
        let held = try await house.token("A-1", of: kim).id
        let key = try SoftwareKey(3)
        #expect(try await house.register(key, options, inPlaceOf: held, in: session, by: visitor).isExpired)
        #expect(try await house.state(of: held, kim).isUsable)
        _ = try await house.register(key, options, in: session, by: visitor).id
    }
}

@Suite struct `A token in place of another` {
    /// RFC 4226 appendix D, counters 0 and 1.
    private let codes = ["755224", "287082"]

    @Test(arguments: ["by its serial number", "by its id"])
    func `takes over with the first code that its owner types`(how: String) async throws {
        let house = try await House()
        let kim = try await house.person()
        try await house.stock(["A-1", "A-2"])
        try await house.administration.assignToken("A-1", to: kim.name, House.operatorMandate)
        let first = try await house.token("A-1", of: kim)
        let session = try await house.enter(kim).session
        #expect(try await house.confirmToken(first.id, kim, session, codes[0]))

        let named = how == "by its id" ? first.id.text : "A-1"
        try await house.administration.assignToken("A-2", to: kim.name, inPlaceOf: named, House.operatorMandate)
        let second = try await house.token("A-2", of: kim)
        #expect(second.replaces == first.id)
        #expect(house.record.events(.tokenAssigned).last?.details["replaces"] == first.id.text)
        #expect(try await house.state(of: first.id, kim).isUsable)
        #expect(try await house.confirmToken(second.id, kim, session, codes[0]))
        #expect(
            try await house.state(of: first.id, kim) == .replaced(since: house.clock.now, by: second.id))
        #expect(house.record.events(.enrolmentConfirmed).last?.details["replaces"] == first.id.text)
        #expect(await house.login(kim, code: codes[1]).isSignedIn)
    }

    @Test func `takes over at the login from the only one, when that is lost`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try await house.only(of: kim)
        _ = try await house.store.apply(.reportedLost, to: old, of: kim.name, at: house.clock.now)
        try await house.stock(["A-1"])
        try await house.administration.assignToken("A-1", to: kim.name, inPlaceOf: old.text, House.operatorMandate)
        #expect(await house.login(kim, code: codes[0]).isSignedIn)
        let token = try await house.token("A-1", of: kim)
        #expect(try await house.state(of: old, kim) == .replaced(since: house.clock.now, by: token.id))
    }

    @Test func `takes the place of nothing that its owner does not have, and stays in stock`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let lee = try await house.person("lee-90aa", certificate: 2)
        try await house.stock(["A-1"])
        for named in ["A-1", "A-9", "", try await house.only(of: lee).text] {
            await #expect(throws: AdministrationProblem.notReplaceable(kim.name)) {
                try await house.administration.assignToken("A-1", to: kim.name, inPlaceOf: named, House.operatorMandate)
            }
        }
        #expect(try await house.sqlite.stockToken("A-1")?.state == .waiting)
        #expect(house.record.events(.tokenAssigned).isEmpty)
    }

    /// A lock or a loss of the last one is no way around the two people who reset a partner's factors.
    @Test func `of a partner is not given for one that is lost or locked, before a reset`() async throws {
        for event in [AuthenticatorEvent.reportedLost, .exhausted] {
            let house = try await House()
            let partner = try await house.partner(hours: 240)
            let old = try await house.only(of: partner)
            _ = try await house.store.apply(event, to: old, of: partner.name, at: house.clock.now)
            try await house.stock(["A-1"])
            await #expect(throws: AdministrationProblem.resetNeedsApproval) {
                try await house.administration.assignToken(
                    "A-1", to: partner.name, inPlaceOf: old.text, House.operatorMandate)
            }
        }
    }
}

extension House {
    fileprivate func only(of person: Inhabitant) async throws -> AuthenticatorID {
        try #require(try await store.authenticators(of: person.name).first).id
    }

    fileprivate func state(of id: AuthenticatorID, _ person: Inhabitant) async throws -> AuthenticatorState {
        try #require(try await store.authenticators(of: person.name).first { $0.id == id }).state
    }

    /// - Returns: `nil` when a fresh proof is asked for.
    fileprivate func begin(_ session: LiveSession, _ person: Inhabitant, inPlaceOf old: AuthenticatorID) async throws
        -> TOTPEnrolment.Offer?
    {
        switch try await start(session, person, old) {
        case .begun(let offer): return offer
        case .freshFactorNeeded: return nil
        case .notReplaceable: throw Unexpected("not replaceable")
        case .tooMany: throw Unexpected("too many")
        }
    }

    fileprivate func isRefused(_ session: LiveSession, _ person: Inhabitant, _ old: AuthenticatorID) async throws
        -> Bool
    {
        if case .notReplaceable = try await start(session, person, old) { true } else { false }
    }

    private func start(_ session: LiveSession, _ person: Inhabitant, _ old: AuthenticatorID)
        async throws(AccessFailure) -> OwnAccount.DeviceStart
    {
        try await access.ownAccount.beginApp(
            DeviceDeclaration(), inPlaceOf: old, of: session, by: visitor(person.name, person.certificate))
    }

    fileprivate func confirm(_ offer: TOTPEnrolment.Offer, _ person: Inhabitant, with code: String? = nil) async throws
        -> Bool
    {
        let end = try await access.enrolment.confirm(
            offer.device, with: try code ?? self.code(of: offer), by: visitor(person.name, person.certificate))
        if case .enrolled = end { return true }
        return false
    }

    fileprivate func code(of offer: TOTPEnrolment.Offer) throws -> String {
        let secret = SecretBytes(copying: try #require(Base32.decode(offer.base32Secret)))
        let totp = TOTP(secret: secret, parameters: offer.parameters)
        return String(decoding: totp.code(at: TimeStep(at: clock.now)), as: UTF8.self)
    }

    fileprivate func stock(_ serials: [String]) async throws {
        let tokens = serials.map {
            NewToken(
                serial: $0, manufacturer: "", moving: .counter(HOTPCounter(0)), parameters: .compatible,
                validity: .always, secret: SecretBytes(copying: Array("12345678901234567890".utf8)))
        }
        try await administration.importTokens(tokens, Self.operatorMandate)
    }

    fileprivate func token(_ serial: String, of person: Inhabitant) async throws -> Authenticator {
        try #require(try await store.authenticators(of: person.name).first { $0.serial == serial })
    }

    fileprivate func confirmToken(
        _ id: AuthenticatorID, _ person: Inhabitant, _ session: LiveSession, _ code: String
    ) async throws -> Bool {
        let change = try await access.ownAccount.confirmToken(
            id, with: code, of: session, by: visitor(person.name, person.certificate))
        if case .done = change { return true }
        return false
    }
}
