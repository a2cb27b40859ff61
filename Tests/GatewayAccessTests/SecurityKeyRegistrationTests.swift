import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayStore
import GatewayTesting
import GatewayWebAuthn
import Testing

@Suite struct `A security key` {
    private func newcomer(
        roles: [String] = ["staff"], policy: PolicySnapshot? = nil
    ) async throws -> (House, VerifiedVisitor) {
        let house = try await House(policy: policy)
        let certificate = Sample.certificate()
        try await house.add("kim-7f3a", roles: roles, certificate: certificate)
        return (house, house.visitor(AccountName(stored: "kim-7f3a"), certificate))
    }

    @Test func `is registered by the administrator's code, and its owner is told`() async throws {
        let (house, kim) = try await newcomer()
        let options = try await house.enrolment(of: kim)
        #expect(options.challenge.count == 32)
        #expect(options.user.handle.count == 64)
        #expect(options.excluded.isEmpty)
        guard
            case .registered(let id, let codes) = try await house.register(try SoftwareKey(), options, by: kim)
        else { throw Unexpected("not registered") }
        #expect(codes.count == 10)
        #expect(try await house.access.ownAccount.heldFactors(of: kim.account) == [.webauthn])
        let key = try #require(try await house.keys(of: kim.account).first)
        #expect(key.id == id && key.authenticator.label == "책상 서랍" && key.transports == [.usb])
        #expect(house.record.events(.enrolmentConfirmed).first?.details["authenticator"] == id.text)
        #expect(house.warnings.all.contains { $0.event == .factorAdded && $0.audience == .owner(kim.account) })
    }

    @Test func `is added by somebody who has just proved a second factor, and by nobody else`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        let session = try await house.enter(kim).session
        let options = try await house.access.securityKeyRegistration.begin(in: session, by: visitor).options
        let end = try await house.register(try SoftwareKey(), options, in: session, by: visitor)
        guard case .registered(_, let codes) = end else { throw Unexpected("\(end)") }
        #expect(codes.isEmpty)
        #expect(try await house.access.ownAccount.heldFactors(of: kim.name) == [.totp, .webauthn])

        house.clock.advance(by: OwnAccount.freshness)
        guard case .freshFactorNeeded = try await house.access.securityKeyRegistration.begin(in: session, by: visitor)
        else { throw Unexpected("an old factor was enough") }
    }

    @Test func `cannot be added by a session that ended meanwhile, nor by none`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        let session = try await house.enter(kim).session
        let first = try await house.access.securityKeyRegistration.begin(in: session, by: visitor).options
        #expect(try await house.register(try SoftwareKey(), first, by: visitor).isExpired)
        try await house.access.ownAccount.signOut(of: session, requestID: RequestID(high: 1, low: 1))
        #expect(try await house.register(try SoftwareKey(), first, in: session, by: visitor).isExpired)
    }

    @Test func `is refused without user verification (T44), and may be tried again with it`() async throws {
        let (house, kim) = try await newcomer()
        var key = try SoftwareKey()
        key.flags = 0x01
        guard
            case .refused(.notVerified, let next?) = try await house.register(
                key, try await house.enrolment(of: kim), by: kim)
        else { throw Unexpected("not refused") }
        #expect(house.record.events(.enrolmentRefused).last?.details["cause"] == "webauthn_user_not_verified")
        key.flags = 0x05
        _ = try await house.register(key, next, by: kim).id
    }

    @Test func `can be tried again for ten minutes and no longer`() async throws {
        let (house, kim) = try await newcomer()
        var key = try SoftwareKey()
        key.flags = 0x01
        var options = try await house.enrolment(of: kim)
        for _ in 0..<2 {
            house.clock.advance(by: .seconds(299))
            guard case .refused(_, let next?) = try await house.register(key, options, by: kim) else {
                throw Unexpected("no second try")
            }
            options = next
        }
        house.clock.advance(by: .seconds(2))
        guard case .refused(_, nil) = try await house.register(key, options, by: kim) else {
            throw Unexpected("one try too many")
        }
    }

    @Test(arguments: [
        ("origin", SecurityKeyRefusal.invalid), ("relying party", .invalid),
    ])
    func `of another origin or relying party is refused`(what: String, refusal: SecurityKeyRefusal) async throws {
        let (house, kim) = try await newcomer()
        var key = try SoftwareKey()
        if what == "origin" { key.origin = "https://gate.example.evil" } else { key.relyingParty = "example" }
        #expect(try await house.register(key, try await house.enrolment(of: kim), by: kim).refusal == refusal)
        #expect(try await house.keys(of: kim.account).isEmpty)
    }

    @Test func `answers a challenge once, for five minutes, for one person and certificate`() async throws {
        let (house, kim) = try await newcomer()
        let leeCertificate = Sample.certificate(2, serial: "02")
        try await house.add("lee-90aa", certificate: leeCertificate)
        let lee = house.visitor(AccountName(stored: "lee-90aa"), leeCertificate)
        let key = try SoftwareKey()
        let options = try await house.enrolment(of: kim)
        #expect(try await house.register(key, options, by: lee).isExpired)
        #expect(try await house.register(key, try await house.challengeNobodyIssued(options), by: kim).isExpired)
        _ = try await house.register(key, options, by: kim).id
        #expect(try await house.register(try SoftwareKey(2), options, by: kim).isExpired)

        let late = try await house.enrolment(of: kim)
        house.clock.advance(by: .seconds(300))
        #expect(try await house.register(try SoftwareKey(3), late, by: kim).isExpired)
    }

    @Test func `of somebody else is not registered again`() async throws {
        let house = try await House()
        let kim = try await house.keyHolder()
        let certificate = Sample.certificate(2, serial: "02")
        try await house.add("lee-90aa", certificate: certificate)
        let lee = house.visitor(AccountName(stored: "lee-90aa"), certificate)
        let end = try await house.register(kim.key, try await house.enrolment(of: lee), by: lee)
        #expect(end.refusal == .alreadyRegistered)
        #expect(try await house.keys(of: lee.account).isEmpty)
    }

    @Test func `that the person has is named to the browser, so that it makes no other`() async throws {
        let house = try await House()
        let kim = try await house.keyHolder()
        let session = try await house.show(kim.key.counting(2), by: kim.visitor).grant.session
        let options = try await house.access.securityKeyRegistration.begin(in: session, by: kim.visitor).options
        #expect(options.excluded.map(\.id) == [kim.key.credentialID])
    }

    @Test func `that can be copied is taken as a passkey, where nothing classified is in reach`() async throws {
        let (house, kim) = try await newcomer()
        var key = try SoftwareKey()
        key.flags |= SoftwareKey.backupEligible
        _ = try await house.register(key, try await house.enrolment(of: kim), by: kim).id
        key.count = 2
        let grant = try await house.show(key, by: kim).grant
        #expect(grant.session.proofs.map(\.kind).sorted() == [.certificate, .passkey])
    }

    @Test(arguments: ["engineer", "foreign_partner"])
    func `that can be copied is refused to who reaches classified consoles, and to partners`(role: String) async throws
    {
        let (house, kim) = try await newcomer(roles: [role])
        var key = try SoftwareKey()
        key.flags |= SoftwareKey.backupEligible
        #expect(try await house.register(key, try await house.enrolment(of: kim), by: kim).refusal == .copyable)
    }

    @Test func `that can be copied is refused to who reaches what asks for a strong factor`() async throws {
        let policy = try HousePolicy.snapshot { definition in
            definition.rules.append(
                Rule(
                    id: RuleID("kms"),
                    target: .init(
                        roles: .only([RoleName("staff")]), consoles: .only([ConsoleID("build")]), actions: [.view]),
                    effect: .allow(.init(factors: [FactorRequirement(.strong)]))))
        }
        let (house, kim) = try await newcomer(policy: policy)
        var key = try SoftwareKey()
        key.flags |= SoftwareKey.backupEligible
        #expect(try await house.register(key, try await house.enrolment(of: kim), by: kim).refusal == .copyable)
    }

    @Test func `has one user handle a person, which is not their name`() async throws {
        let (house, kim) = try await newcomer()
        let first = try await house.enrolment(of: kim).user.handle
        let second = try await house.enrolment(of: kim).user.handle
        #expect(first == second)
        #expect(!first.starts(with: Array("kim".utf8)))
    }

    @Test func `is not registered when it cannot be recorded`() async throws {
        let (house, kim) = try await newcomer()
        let options = try await house.enrolment(of: kim)
        house.record.breakDown()
        await #expect(throws: AccessFailure.self) {
            try await house.register(try SoftwareKey(), options, by: kim)
        }
        house.record.recover()
        #expect(try await house.keys(of: kim.account).isEmpty)
    }

    @Test func `is taken away by a reset of factors, with the challenges that wait`() async throws {
        let house = try await House()
        var kim = try await house.keyHolder()
        let options = try await house.challenge(kim.visitor)
        _ = try await house.administration.resetFactors(of: kim.name, House.operatorMandate)
        #expect(await house.show(try kim.turn().assertion(for: options), by: kim.visitor).refusal == .factorFailed)
        #expect(try await house.keys(of: kim.name).isEmpty)
    }
}

extension House {
    fileprivate func challengeNobodyIssued(_ options: CreationOptions) async throws -> CreationOptions {
        CreationOptions(
            challenge: [UInt8](repeating: 0xEE, count: 32), relyingParty: options.relyingParty,
            relyingPartyName: options.relyingPartyName, user: options.user, algorithms: [],
            timeout: options.timeout, excluded: [], conveyance: .none)
    }
}
