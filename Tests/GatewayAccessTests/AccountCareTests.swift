import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Guide, NCT2-4.2-U5 and C1; compliance profile nct-2025-04, 2.9.
@Suite struct `An account that nobody looks after` {
    private let lee = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "looked through")

    private func care(_ house: House) async throws {
        try await house.access.housekeeping.careForAccounts(at: house.clock.now, requestID: lee.requestID)
    }

    private func state(_ name: AccountName, in house: House) async throws -> AccountState? {
        try await house.sqlite.account(name)?.state
    }

    @Test func `is disabled after 90 days without use, and not a moment before (T97)`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        _ = house.access.holder(of: kim.certificate, from: Sample.address)
        try await care(house)
        house.clock.advance(by: .days(90) - .milliseconds(1))
        try await care(house)
        #expect(try await state(kim.name, in: house) == .active)
        house.clock.advance(by: .milliseconds(1))
        try await care(house)
        #expect(try await state(kim.name, in: house) == .disabled)
        #expect(session.hasEnded)
        #expect(house.access.holder(of: kim.certificate, from: Sample.address).isRefused)
        #expect(house.record.events(.accountDisabled).map { $0.details["cause"] } == ["unused"])
        #expect(house.record.events(.accountDisabled).map(\.actor) == [.gateway])
    }

    /// Somebody has to be left who enables the others again.
    @Test func `is not disabled when it is one of the last two security administrators`() async throws {
        let house = try await House()
        let names = ["lee-8b2c", "han-3d4e", "park-2c9d"]
        for (number, name) in names.enumerated() {
            try await house.add(
                name, roles: ["security_admin"],
                certificate: Sample.certificate(UInt8(0x60 + number), serial: "6\(number)"))
        }
        house.clock.advance(by: .days(1000))
        try await care(house)
        var states: [AccountState?] = []
        for name in names { states.append(try await state(AccountName(stored: name), in: house)) }
        #expect(states.filter { $0 == .active }.count == 2)
    }

    @Test func `is disabled after 14 days when it is a partner's (T97)`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 24 * 60)
        house.clock.advance(by: .days(14))
        try await care(house)
        #expect(try await state(partner.name, in: house) == .disabled)
        #expect(try await state(AccountName(stored: "lee-90aa"), in: house) == .active)
    }

    @Test func `counts as used by its certificate alone, also over a restart`() async throws {
        let first = try await House()
        let kim = try await first.person()
        first.clock.advance(by: .days(80))
        _ = first.access.holder(of: kim.certificate, from: Sample.address)
        try await first.access.housekeeping.settle(at: first.clock.now)
        let house = try await first.restarted()
        house.clock.advance(by: .days(80))
        try await care(house)
        #expect(try await state(kim.name, in: house) == .active)
    }

    @Test func `starts anew when somebody enables it`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.clock.advance(by: .days(100))
        try await care(house)
        try await house.administration.enable(kim.name, House.operatorMandate)
        house.clock.advance(by: .days(80))
        try await care(house)
        #expect(try await state(kim.name, in: house) == .active)
    }

    @Test func `is told of to the security officer when its review is overdue, once a week (T39)`() async throws {
        let house = try await House(people: AccountRules(approval: .singlePerson, unused: .days(180)))
        let kim = try await house.person()
        house.clock.advance(by: .days(92))
        for _ in 0..<3 { try await care(house) }
        #expect(house.warnings.toOfficer.filter { $0.event == .reviewOverdue }.count == 1)
        #expect(house.record.events(.reviewOverdue).map(\.account) == [kim.name])
        house.clock.advance(by: .days(7))
        try await care(house)
        #expect(house.warnings.toOfficer.filter { $0.event == .reviewOverdue }.count == 2)
        #expect(try await state(kim.name, in: house) == .active)
    }

    /// Its turn is taken for a week: what was found before a failure is told all the same.
    @Test func `is told of though the record fails at it, or the store at another`() async throws {
        for breakDown in [{ $0.record.breakDown() }, { $0.store.calls.breakDown(at: "takeTurnToTell", after: 1) }]
            as [(House) -> Void]
        {
            let house = try await House(people: AccountRules(approval: .singlePerson, unused: .days(180)))
            let kim = try await house.person()
            _ = try await house.person("lee-90aa", certificate: 2)
            house.clock.advance(by: .days(92))
            breakDown(house)
            await #expect(throws: AccessFailure.self) { try await care(house) }
            let told = house.warnings.toOfficer.filter { $0.event == .reviewOverdue }
            #expect(told.map(\.account) == [Masking.account(kim.name)])
        }
    }

    @Test func `is no longer due once somebody else signed it off (T39)`() async throws {
        let house = try await House(people: AccountRules(approval: .singlePerson, unused: .days(180)))
        let kim = try await house.person()
        house.clock.advance(by: .days(92))
        try await house.administration.signOffReview(of: kim.name, lee)
        try await care(house)
        #expect(house.record.events(.reviewOverdue).isEmpty)
        let review = try #require(
            try await house.administration.reviews(readBy: lee.actor, requestID: lee.requestID).first)
        #expect(review.last?.by == AccountName(stored: "hong-41c2"))
        #expect(review.due == house.clock.now + .days(92))
        #expect(house.record.events(.accountReviewed).map(\.statedReason) == ["looked through"])
    }

    @Test func `is suspended for it where the site says so, with two weeks of grace (T39)`() async throws {
        let rules = AccountRules(approval: .singlePerson, unused: .days(180), whenOverdue: .suspend)
        let house = try await House(people: rules)
        let kim = try await house.person()
        house.clock.advance(by: .days(92))
        try await care(house)
        #expect(try await state(kim.name, in: house) == .active)
        house.clock.advance(by: .days(14))
        try await care(house)
        #expect(try await state(kim.name, in: house) == .suspended)
        try await house.administration.signOffReview(of: kim.name, lee)
        try await house.administration.resume(kim.name, House.operatorMandate)
        try await care(house)
        #expect(try await state(kim.name, in: house) == .active)
    }

    @Test func `of a partner is reviewed monthly (T39)`() async throws {
        let house = try await House(
            people: AccountRules(approval: .singlePerson, unusedExternal: .days(90)))
        let partner = try await house.partner(hours: 24 * 60)
        house.clock.advance(by: .days(31))
        try await care(house)
        #expect(house.record.events(.reviewOverdue).map(\.account) == [partner.name])
    }

    @Test func `stays as it is while the record cannot be written`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.clock.advance(by: .days(90))
        house.record.breakDown()
        await #expect(throws: AccessFailure.self) { try await care(house) }
        #expect(try await state(kim.name, in: house) == .active)
    }
}

extension CertificateHolder {
    var isRefused: Bool {
        if case .refused = self { true } else { false }
    }
}
