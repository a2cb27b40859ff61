import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

/// The table of compliance profile nct-2025-04, 2.10: what happens, who is told.
@Suite struct `People are warned` {
    private func events(_ house: House, _ audience: (SecurityWarning) -> Bool) -> Set<SecurityWarning.Event> {
        Set(house.warnings.all.filter(audience).map(\.event))
    }

    private func officer(_ house: House) -> Set<SecurityWarning.Event> {
        events(house) { $0.audience == .securityOfficer }
    }

    private func owner(_ house: House, _ name: AccountName) -> Set<SecurityWarning.Event> {
        events(house) { $0.audience == .owner(name) }
    }

    @Test func `of a sign-in from a new place, once, and not of the first`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = try await house.enter(kim)
        #expect(!owner(house, kim.name).contains(.newPlace))
        let elsewhere = try #require(NetworkAddress("198.51.100.9"))
        for _ in 0..<2 {
            #expect(await house.login(kim, source: elsewhere).isSignedIn)
            house.clock.advance(by: .seconds(60))
        }
        #expect(house.warnings.toOwners.filter { $0.event == .newPlace }.count == 1)
        #expect(officer(house).contains(.newPlace))
    }

    @Test func `of every sign-in of an administrator, the owner too`() async throws {
        let house = try await House(
            policy: try HousePolicy.snapshot { definition in
                definition.roles[RoleName("security_admin")]?.lockout = LockoutName("strict")
            })
        let lee = try await house.person("lee-90aa", roles: ["security_admin"])
        _ = try await house.enter(lee)
        #expect(owner(house, lee.name).contains(.privilegedSignIn))
        #expect(officer(house).contains(.privilegedSignIn))
    }

    @Test func `of every sign-in with a role that the policy gives an alarm, as loudly as that says`() async throws {
        let house = try await House(
            policy: try HousePolicy.snapshot { definition in
                definition.roles[RoleName("auditor")]?.alarm = .critical
            })
        let cho = try await house.person("cho-31bd", roles: ["auditor"])
        _ = try await house.enter(cho)
        let told = house.warnings.all.filter { $0.event == .privilegedSignIn }
        #expect(Set(told.map(\.severity)) == [.critical])
        #expect(told.count == 2)
    }

    @Test(arguments: [(10, false), (3, true), (20, true)])
    func `of a sign-in at night, the officer alone`(hour: Int, isTold: Bool) async throws {
        // Monday in Korea.
        let monday = try #require(RFC3339.parse("2026-11-23T00:00:00+09:00"))
        let house = try await House(clock: ManualClock(monday))
        let kim = try await house.person()
        house.clock.advance(by: monday + .seconds(hour * 3600) - house.clock.now)
        _ = try await house.enter(kim)
        #expect(officer(house).contains(.offHoursSignIn) == isTold)
        #expect(!owner(house, kim.name).contains(.offHoursSignIn))
    }

    @Test func `of an account that was not used for ninety days, critically`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = try await house.enter(kim)
        house.clock.advance(by: .seconds(89 * 86400))
        _ = try await house.enter(kim)
        #expect(!officer(house).contains(.dormantAccountUsed))
        house.clock.advance(by: .seconds(90 * 86400))
        _ = try await house.enter(kim)
        #expect(house.warnings.toOfficer.last { $0.event == .dormantAccountUsed }?.severity == .critical)
        #expect(owner(house, kim.name).contains(.dormantAccountUsed))
    }

    @Test func `of a revoked certificate by the key it is over, of an expired one not`() async throws {
        let house = try await House()
        let kim = try await house.person()
        func report(_ reason: Reason) {
            house.access.reportRefused(
                kim.certificate, because: reason, of: nil, source: Sample.address,
                requestID: RequestID(high: 4, low: 4))
        }
        report(.certificateExpired)
        #expect(!officer(house).contains(.certificateRefused))
        report(.certificateRevoked)
        #expect(officer(house).contains(.certificateRefused))
        #expect(owner(house, kim.name).contains(.certificateRefused))
    }

    @Test func `of a certificate of an unknown authority, where no owner is told whose name it only carries`()
        async throws
    {
        let house = try await House()
        let kim = try await house.person()
        let forged = Sample.certificate(0x66, serial: "01")
        house.access.reportRefused(
            forged, because: .certificateUntrustedIssuer, of: nil, source: Sample.address,
            requestID: RequestID(high: 4, low: 4))
        #expect(officer(house).contains(.certificateRefused))
        #expect(!owner(house, kim.name).contains(.certificateRefused))
    }

    @Test func `of every refusal of a partner, and so is who answers for them`() async throws {
        let house = try await House()
        let partner = try await house.partner()
        let account = try #require(house.access.administrationAccount(partner.name))
        house.access.reportDenial(of: account, source: Sample.address, requestID: RequestID(high: 5, low: 5))
        #expect(officer(house).contains(.partnerRefused))
        #expect(events(house) { $0.audience == .sponsor(Sample.name("lee-90aa")) } == [.partnerRefused])
        let staff = try await house.person("park-11b0", certificate: 0x21)
        let before = house.warnings.all.count
        let theirs = try #require(house.access.administrationAccount(staff.name))
        house.access.reportDenial(of: theirs, source: Sample.address, requestID: RequestID(high: 5, low: 6))
        #expect(house.warnings.all.count == before)
    }

    /// T53: the open session learns of the one that was refused.
    @Test func `of a second session that was refused, on the page of the first`() async throws {
        let house = try await House()
        let kim = try await house.person(roles: ["engineer"])
        let first = try await house.enter(kim).session
        #expect(first.rivalSignIn == nil)
        guard case .otherSessionOpen = await house.login(kim) else {
            Issue.record("a second session was not refused")
            return
        }
        #expect(first.rivalSignIn == house.clock.now)
        #expect(owner(house, kim.name).contains(.secondSessionRefused))
    }

    /// T53: a newer sign-in takes the place of the older; each side is told.
    @Test func `of a session that was displaced: the new side by its number, the old by the reason of its end`()
        async throws
    {
        let house = try await House()
        let kim = try await house.person()
        let first = try await house.enter(kim)
        let second = try await house.enter(kim)
        let third = try await house.enter(kim)
        #expect([first, second, third].map(\.displaced) == [0, 0, 1])
        try await house.tick()
        let hash = first.header.hash
        let found = house.access.session(token: hash, scope: .header)
        #expect(found?.refusal(at: house.clock.now, certificate: kim.certificate) == .sessionDisplaced)
        #expect(owner(house, kim.name).contains(.sessionDisplaced))
    }

    @Test func `in their own language, the officer in the office's`() async throws {
        let house = try await House()
        _ = try await house.administration.add(
            NewAccount(
                name: Sample.name("smith-02d9"), displayName: "Smith", roles: [RoleName("staff")],
                organisation: "한빛 반도체", language: .english), House.operatorMandate)
        for address in ["smith@example.com", "smith@example.kr"] {
            try await house.administration.setContact(
                MailAddress(address), of: Sample.name("smith-02d9"), House.operatorMandate)
        }
        #expect(house.warnings.toOwners.last?.language == .english)
        #expect(house.warnings.toOfficer.last?.language == .korean)
    }

    @Test func `not at the address that somebody just set, where there was none before`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let before = house.warnings.toOwners.count
        try await house.administration.setContact(
            MailAddress("thief@example.com"), of: kim.name, House.operatorMandate)
        #expect(house.warnings.toOwners.count == before)
        #expect(house.warnings.toOfficer.last?.event == .contactChanged)
    }

    @Test func `of a change of where they are warned, at the address that was theirs until now`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try #require(MailAddress("kim@example.kr"))
        try await house.administration.setContact(old, of: kim.name, House.operatorMandate)
        house.clock.advance(by: .seconds(60))
        try await house.tick()
        try await house.administration.setContact(
            MailAddress("thief@example.com"), of: kim.name, House.operatorMandate)
        #expect(house.warnings.toOwners.last?.event == .contactChanged)
        #expect(house.warnings.toOwners.last?.address == old)
        // The officer's way is the officer's own.
        #expect(house.warnings.toOfficer.last?.event == .contactChanged)
        #expect(house.warnings.toOfficer.allSatisfy { $0.address == nil })
        #expect(house.record.events(.contactChanged).last?.details["mail"] == "th***@example.com")
    }
}

extension Access {
    fileprivate func administrationAccount(_ name: AccountName) -> Account? { core.directory.value.accounts[name] }
}
