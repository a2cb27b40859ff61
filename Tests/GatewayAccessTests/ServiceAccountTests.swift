import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Certificate only, listed addresses, an owner and an end date, never classified; in the list of special-purpose
/// accounts (guide, NCT2-4.2-U4).
@Suite struct `A service account` {
    private let inside = NetworkAddress("192.0.2.7")!
    private let outside = NetworkAddress("198.51.100.7")!

    @Test func `comes in by its certificate from a listed address`() async throws {
        let site = try await ServiceSite()
        #expect(site.reason(from: inside) == nil)
        #expect(site.reason(from: NetworkAddress("2001:db8:17::9")!) == nil)
    }

    // MARK: Each gate alone

    @Test func `is refused from anywhere else, and officer and owner are told (T96)`() async throws {
        let site = try await ServiceSite()
        for address in ["198.51.100.7", "192.0.2.16", "2001:db8:18::1"] {
            #expect(site.reason(from: NetworkAddress(address)!) == .zoneDenied)
        }
        let bot = try #require(try await site.house.sqlite.account(site.bot))
        site.house.access.reportRefused(
            site.certificate, because: .zoneDenied, of: bot, source: outside, requestID: RequestID(high: 1, low: 9))
        let told = site.house.warnings.all.filter { $0.event == .serviceElsewhere }
        #expect(Set(told.map(\.audience)) == [.securityOfficer, .owner(site.owner)])
    }

    @Test func `is refused when nobody set terms for it (T96)`() async throws {
        let site = try await ServiceSite(terms: nil)
        #expect(site.reason(from: inside) == .approvalMissing)
    }

    @Test func `is refused from its end on, and connections that run are judged again then (T96)`() async throws {
        let site = try await ServiceSite()
        let house = site.house
        #expect(house.access.housekeeping.nextChange == site.end)
        house.clock.advance(by: site.end - house.clock.now - .seconds(1))
        try await house.tick()
        let before = house.access.epoch
        #expect(site.reason(from: inside) == nil)
        house.clock.advance(by: .seconds(1))
        try await house.tick()
        #expect(house.access.epoch > before)
        #expect(site.reason(from: inside) == .approvalExpired)
    }

    @Test(arguments: [AccountState.disabled, .removed])
    func `is refused from the moment its owner leaves (T96)`(state: AccountState) async throws {
        let site = try await ServiceSite()
        let administration = site.house.administration
        try await administration.suspend(site.owner, House.operatorMandate)
        #expect(site.reason(from: inside) == nil)
        let before = site.house.access.epoch
        switch state {
        case .removed: try await administration.remove(site.owner, House.operatorMandate)
        case .active, .suspended, .disabled: try await administration.disable(site.owner, House.operatorMandate)
        }
        #expect(site.house.access.epoch > before)
        #expect(site.reason(from: inside) == .approvalMissing)
        #expect(try await site.listed.standing == .ownerLeft)
    }

    @Test func `is refused in a role of people, or in none`() async throws {
        for roles in [Set([RoleName("staff")]), []] {
            let site = try await ServiceSite()
            // Past the desk, straight into the store.
            try await site.house.sqlite.setRoles(roles, of: site.bot, listing: .keep)
            let restarted = try await site.restarted()
            #expect(restarted.reason(from: inside) == .roleConflict)
        }
    }

    @Test func `is the only kind that acts in a role of programs`() async throws {
        let site = try await ServiceSite()
        let lee = try await site.house.person("lee-90aa", certificate: 0x33)
        try await site.house.sqlite.setRoles([RoleName("build_bot")], of: lee.name, listing: .keep)
        let restarted = try await site.restarted()
        let holder = restarted.house.access.holder(of: lee.certificate, from: inside)
        #expect(holder.reason == .roleConflict)
    }

    @Test func `is judged by its owner, too, before everybody is read`() async throws {
        let site = try await ServiceSite()
        let early = try await site.restarted(readsEverybody: false)
        await early.house.access.lookUp(site.certificate)
        #expect(early.reason(from: inside) == nil)
        #expect(early.reason(from: outside) == .zoneDenied)
        try await early.house.sqlite.move(site.owner, from: [.active], to: .disabled, at: early.house.clock.now)
        let later = try await early.restarted(readsEverybody: false)
        await later.house.access.lookUp(site.certificate)
        #expect(later.reason(from: inside) == .approvalMissing)
    }

    // MARK: Never a login

    @Test func `signs in nowhere: recorded, and counted against nobody`() async throws {
        let site = try await ServiceSite()
        let visitor = site.house.visitor(site.bot, site.certificate, source: inside)
        for _ in 0..<12 {
            let outcome = await site.house.access.login.attempt(PresentedFactors(totp: "000000"), by: visitor)
            #expect(outcome.refusal == .factorMissing)
        }
        let refusals = site.house.record.events(.signInRefused)
        #expect(refusals.count == 12)
        #expect(refusals.allSatisfy { $0.account == site.bot && $0.reason == .factorMissing })
        #expect(site.house.record.events(.factorLocked).isEmpty)
        let details = try await site.house.administration.details(
            of: site.bot, readBy: .controlSocket(uid: 0), requestID: RequestID(high: 1, low: 1))
        #expect(details.attemptLocks.isEmpty)
    }

    @Test func `is given no factor by anybody`() async throws {
        let site = try await ServiceSite()
        let administration = site.house.administration
        let refused = AdministrationProblem.service(.isService(site.bot))
        await #expect(throws: refused) {
            _ = try await administration.resetFactors(of: site.bot, House.operatorMandate)
        }
        await #expect(throws: refused) {
            _ = try await administration.requestReset(of: site.bot, House.operatorMandate)
        }
        await #expect(throws: refused) {
            try await administration.assignToken("T-1", to: site.bot, House.operatorMandate)
        }
        let visitor = site.house.visitor(site.bot, site.certificate, source: inside)
        guard case .refused = try await site.house.access.enrolment.begin(withCode: "0000-0000", by: visitor) else {
            throw Unexpected("an enrolment")
        }
        guard case .refused(.factorMissing) = try await site.house.access.securityKeyOffer.options(for: visitor) else {
            throw Unexpected("a challenge")
        }
    }

    // MARK: What time brings

    @Test func `is announced to officer and owner 30, 7 and 1 days before its end, and anew when it was renewed`()
        async throws
    {
        let site = try await ServiceSite(days: 40)
        let house = site.house
        func told() -> [SecurityWarning] { house.warnings.all.filter { $0.event == .serviceEnding } }
        try await house.tick()
        #expect(told().isEmpty)
        for (days, count) in [(11, 2), (23, 4), (5, 6)] {
            house.clock.advance(by: .seconds(86_400 * days))
            try await house.tick()
            #expect(told().count == count)
        }
        #expect(Set(told().map(\.audience)) == [.securityOfficer, .owner(site.owner)])
        let terms = try Sample.terms(until: house.clock.now + .seconds(86_400 * 29))
        _ = try await house.administration.renew(site.bot, on: terms, House.operatorMandate)
        house.clock.advance(by: .seconds(3600))
        try await house.tick()
        #expect(told().count == 8)
    }

    @Test func `is reviewed as often as our own people, and is no partner`() async throws {
        let site = try await ServiceSite()
        let review = try #require(
            try await site.house.administration.reviews(
                readBy: .controlSocket(uid: 0), requestID: RequestID(high: 1, low: 1)
            ).first { $0.account.name == site.bot })
        #expect(review.due - review.account.createdAt == AccountRules().review)
        site.house.access.reportDenial(
            of: review.account, source: inside, requestID: RequestID(high: 1, low: 2))
        #expect(site.house.warnings.all.filter { $0.event == .partnerRefused }.isEmpty)
    }
}
