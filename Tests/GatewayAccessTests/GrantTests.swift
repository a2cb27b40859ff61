import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayTesting
import Testing

@Suite struct `A partner` {
    @Test func `has a session that never outlives the grant`() async throws {
        let house = try await House()
        let smith = try await house.partner(hours: 1)
        let end = house.clock.now + .seconds(3600)
        let session = try await house.login(smith).grant.session
        #expect(session.absoluteExpiry == end)
        house.clock.advance(by: .seconds(3599))
        session.touch(at: house.clock.now)
        house.clock.advance(by: .seconds(1))
        #expect(session.refusal(at: house.clock.now, certificate: smith.certificate) == .sessionAbsolute)
    }

    @Test func `has a session no longer than the role permits, whatever the grant`() async throws {
        let house = try await House()
        let smith = try await house.partner(hours: 100)
        let now = house.clock.now
        #expect(try await house.login(smith).grant.session.absoluteExpiry == now + .seconds(7200))
    }

    @Test func `without a grant is refused, and the officer is told`() async throws {
        let house = try await House()
        let smith = try await house.person("smith-02d9", roles: ["foreign_partner"])
        #expect(await house.login(smith).refusal == .approvalMissing)
        #expect(house.warnings.toOfficer.map(\.event).contains(.partnerRefused))
    }

    @Test func `whose grant has ended is refused`() async throws {
        let house = try await House()
        let smith = try await house.partner(hours: 1)
        house.clock.advance(by: .seconds(3600))
        #expect(await house.login(smith).refusal == .approvalExpired)
    }

    @Test func `is out when the grant is ended before its time`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let session = try await house.enter(smith).session
        let grant = try #require(
            try await house.administration.grants(readBy: .controlSocket(uid: 0), requestID: RequestID(high: 1, low: 1))
                .first)
        try await house.administration.endGrant(grant.id, House.operatorMandate)
        #expect(session.hasEnded)
        #expect(await house.login(smith).refusal == .approvalExpired)
    }

    @Test func `brings the grant before the policy, with its period and without those ended early`() async throws {
        let house = try await House()
        let smith = try await house.partner(hours: 1)
        let account = try #require(try await house.store.account(smith.name))
        func grants() -> [Grant] {
            house.access.circumstances(
                of: account, certificate: smith.certificate, session: nil, source: Sample.address, at: house.clock.now
            ).grants
        }
        let running = try #require(grants().first)
        #expect(running.console == ConsoleID("build"))
        #expect(running.to - running.from == .seconds(3600))
        let id = try #require(try await house.store.grants(of: smith.name).first?.id)
        try await house.administration.endGrant(id, House.operatorMandate)
        #expect(grants().isEmpty)
    }

    @Test func `gets no recovery codes, and none would be taken`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let session = try await house.enter(smith).session
        guard
            case .notAllowed = try await house.access.ownAccount.renewRecoveryCodes(
                of: session, requestID: RequestID(high: 1, low: 1))
        else {
            throw Unexpected("codes for a partner")
        }
        #expect(try await house.access.ownAccount.overview(of: session)?.recoveryCodesLeft == nil)
    }
}

@Suite struct `The end of a grant or a lock` {
    @Test func `is known in advance, and moves the epoch when it comes`() async throws {
        let house = try await House()
        _ = try await house.partner(hours: 1)
        let grantEnd = try #require(house.access.housekeeping.nextChange)
        let lockEnd = house.clock.now + .seconds(600)
        _ = try await house.administration.addLock(.organisation("다른 회사"), until: lockEnd, House.operatorMandate)
        #expect(house.access.housekeeping.nextChange == lockEnd)

        try await house.tick()
        let quiet = house.access.epoch
        try await house.tick()
        #expect(house.access.epoch == quiet)
        house.clock.advance(by: lockEnd - house.clock.now)
        try await house.tick()
        #expect(house.access.epoch == quiet + 1)
        house.clock.advance(by: grantEnd - house.clock.now)
        try await house.tick()
        #expect(house.access.epoch == quiet + 2)
    }

    @Test func `lets people in again after the lock`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = try await house.administration.addLock(
            .account(kim.name), until: house.clock.now + .seconds(60), House.operatorMandate)
        #expect(
            house.access.holder(of: kim.certificate, from: Sample.address)
                == .refused(try await house.store.account(kim.name), .accountLocked))
        house.clock.advance(by: .seconds(60))
        #expect(await house.login(kim).isSignedIn)
    }
}
