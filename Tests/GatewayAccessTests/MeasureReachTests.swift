import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayTesting
import GatewayWatch
import Testing

@testable import GatewayAccess

/// What a measure put in the way stays there until somebody lifts it who may.
@Suite struct `What a measure did` {
    private static let other = House.mandate(.administrator(AccountName(stored: "sec-4d5e")))

    private func take(
        _ step: WatchMeasure, on person: AccountName, in house: House, as number: UInt64 = 7
    ) async throws -> TakenMeasure {
        try await house.access.measures.take(
            house.finding(step, on: person), id: RequestID(high: 7, low: number))
    }

    private func locks(_ house: House) async throws -> [EmergencyLock] {
        try await house.store.locks(holdingAt: house.clock.now)
    }

    private func grant(of person: AccountName, in house: House) async throws -> PartnerGrant {
        try #require(try await house.store.grants(of: person).first)
    }

    @Test func `to a security administrator's certificate is not undone by them with another one`() async throws {
        let house = try await House()
        let hong = try await house.person("hong-41c2", roles: ["security_admin"])
        _ = try await house.administration.bind(
            Sample.certificate(0x22, serial: "22"), to: hong.name, House.operatorMandate)
        _ = try await house.enter(hong)
        _ = try await take(.lockCertificate, on: hong.name, in: house)
        let lock = try #require(try await locks(house).first)
        #expect(lock.target == .certificate(hong.certificate.fingerprint))
        await #expect(throws: AdministrationProblem.ownMeasure) {
            try await house.administration.liftLock(lock.id, House.mandate(.administrator(hong.name)))
        }
        #expect(try await locks(house) == [lock])
        try await house.administration.liftLock(lock.id, Self.other)
        #expect(try await locks(house).isEmpty)
        #expect(house.record.events(.lockLifted).map(\.account) == [hong.name])
    }

    @Test func `and a lock by hand on one's own certificate: neither is lifted by its owner`() async throws {
        let house = try await House()
        let hong = try await house.person("hong-41c2", roles: ["security_admin"])
        let lock = try await house.administration.addLock(
            .certificate(hong.certificate.fingerprint), until: nil, House.operatorMandate)
        await #expect(throws: AdministrationProblem.ownAccount) {
            try await house.administration.liftLock(lock.id, House.mandate(.administrator(hong.name)))
        }
        #expect(try await locks(house) == [lock])
    }

    @Test func `to a partner is not undone by whoever answers for them, by no door`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let sponsor = House.mandate(.administrator(AccountName(stored: "lee-90aa")))
        _ = try await house.enter(smith)
        _ = try await take(.lockCertificate, on: smith.name, in: house, as: 1)
        _ = try await take(.pauseGrant, on: smith.name, in: house, as: 2)
        let (lock, grant) = (try #require(try await locks(house).first), try await grant(of: smith.name, in: house))
        await #expect(throws: AdministrationProblem.ownMeasure) {
            try await house.administration.liftLock(lock.id, sponsor)
        }
        await #expect(throws: AdministrationProblem.ownMeasure) {
            try await house.administration.resumeGrant(grant.id, sponsor)
        }
        #expect(try await self.grant(of: smith.name, in: house).pause != nil)
        // Who ends the grant answered for them when it was taken, all the same.
        try await house.administration.endGrant(grant.id, sponsor)
        await #expect(throws: AdministrationProblem.ownMeasure) {
            try await house.administration.liftLock(lock.id, sponsor)
        }
        #expect(try await locks(house) == [lock])
        try await house.administration.liftLock(lock.id, Self.other)
    }

    @Test func `to a partner is not got around by a grant or a certificate of whoever answers for them`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let sponsor = House.mandate(.administrator(AccountName(stored: "lee-90aa")))
        let newcomer = House.mandate(.administrator(AccountName(stored: "hong-41c2")))
        let certificate = Sample.certificate(0x42, serial: "42")
        _ = try await take(.endSessions, on: smith.name, in: house, as: 1)
        _ = try await house.administration.bind(Sample.certificate(0x43, serial: "43"), to: smith.name, sponsor)
        let measure = try await take(.pauseGrant, on: smith.name, in: house, as: 2)
        var wish = house.grant(to: smith.name, hours: 1)
        await #expect(throws: AdministrationProblem.ownMeasure) {
            _ = try await house.administration.addGrant(wish, sponsor)
        }
        await #expect(throws: AdministrationProblem.ownMeasure) {
            _ = try await house.administration.bind(certificate, to: smith.name, sponsor)
        }
        // Who would answer for them from now on is no other.
        wish.sponsor = AccountName(stored: "hong-41c2")
        try await house.add("hong-41c2", certificate: Sample.certificate(0x44, serial: "44"))
        await #expect(throws: AdministrationProblem.ownMeasure) {
            _ = try await house.administration.addGrant(wish, newcomer)
        }
        #expect(try await house.store.grants(of: smith.name).count == 1)
        #expect(try await house.store.owner(of: certificate) == nil)
        _ = try await house.administration.addGrant(wish, Self.other)
        try await house.access.measures.lift(measure.id, Self.other)
        _ = try await house.administration.bind(certificate, to: smith.name, sponsor)
    }

    @Test func `is undone by hand by anybody else`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        _ = try await take(.pauseGrant, on: smith.name, in: house)
        try await house.administration.resumeGrant(try await grant(of: smith.name, in: house).id, Self.other)
        #expect(try await grant(of: smith.name, in: house).pause == nil)
    }

    @Test func `for the sake of two is undone with the second`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let first = try await take(.pauseGrant, on: smith.name, in: house, as: 1)
        let second = try await take(.pauseGrant, on: smith.name, in: house, as: 2)
        let id = try await grant(of: smith.name, in: house).id
        #expect(first.effect.grants == [id] && first.effect.foundPaused.isEmpty)
        #expect(second.effect.grants.isEmpty && second.effect.foundPaused == [id])
        try await house.access.measures.lift(first.id, Self.other)
        #expect(try await grant(of: smith.name, in: house).pause != nil)
        try await house.access.measures.lift(second.id, Self.other)
        #expect(try await grant(of: smith.name, in: house).pause == nil)
    }

    @Test func `found paused by a person stays paused when it is lifted`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let id = try await grant(of: smith.name, in: house).id
        try await house.administration.pauseGrant(id, Self.other)
        let measure = try await take(.pauseGrant, on: smith.name, in: house)
        #expect(measure.effect.foundPaused == [id])
        try await house.access.measures.lift(measure.id, House.operatorMandate)
        #expect(try await grant(of: smith.name, in: house).pause?.by == Self.other.actor.storedName)
    }

    @Test func `to one certificate of two, when the store failed, is done to the other when it is tried again`()
        async throws
    {
        let house = try await House()
        let smith = try await house.partner()
        let second = Sample.certificate(0x23, serial: "23")
        _ = try await house.administration.bind(second, to: smith.name, House.operatorMandate)
        _ = try await house.enter(smith)
        _ = try await house.enter(Inhabitant(name: smith.name, certificate: second, totp: smith.totp))
        let both = Set([smith.certificate.fingerprint, second.fingerprint].map { LockTarget.certificate($0) })
        let found = try house.finding(.lockCertificate, on: smith.name)
        let id = RequestID(high: 7, low: 7)
        house.store.calls.breakDown(at: "insertLock", after: 1)
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.access.measures.take(found, id: id)
        }
        #expect(try await locks(house).count == 1)
        house.store.calls.recover()
        let measure = try await house.access.measures.take(found, id: id)
        #expect(Set(try await locks(house).map(\.target)) == both)
        #expect(Set(measure.effect.locks) == Set(try await locks(house).map(\.id)))
    }

    @Test func `and could not be noted is not done twice`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let found = try house.finding(.lockCertificate, on: smith.name)
        let id = RequestID(high: 7, low: 7)
        house.store.calls.breakDown(at: "noteEffect", after: 0)
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.access.measures.take(found, id: id)
        }
        house.store.calls.recover()
        let measure = try await house.access.measures.take(found, id: id)
        #expect(try await locks(house).map(\.id) == measure.effect.locks)
        #expect(measure.effect.locks.count == 1)
    }
}

@Suite struct `What was proved before it came into doubt` {
    @Test func `counts nowhere: not for the desk's pages, nor for one's own devices`() async throws {
        let house = try await House()
        let han = try await house.person("han-77ab", roles: ["staff"])
        let session = try await house.enter(han).session
        #expect(house.access.proofs(of: session).map(\.kind) == [.certificate, .totp])
        #expect(house.access.gradeReached(in: session, at: house.clock.now) != .open)
        let measure = try await house.access.measures.take(
            house.finding(.stepUp, on: han.name), id: RequestID(high: 7, low: 7))
        #expect(house.access.proofs(of: session).map(\.kind) == [.certificate])
        #expect(house.access.gradeReached(in: session, at: house.clock.now) == .open)
        let visitor = RequestID(high: 2, low: 2)
        guard
            case .freshFactorNeeded = try await house.access.ownAccount.renewRecoveryCodes(
                of: session, requestID: visitor)
        else { throw Unexpected("an old proof counts") }
        house.clock.advance(by: .seconds(60))
        let fresh = try await house.enter(han, renewing: session).session
        #expect(house.access.proofs(of: fresh).contains { $0.kind == .totp })
        try await house.access.measures.lift(measure.id, House.operatorMandate)
        #expect(house.access.proofs(of: session).map(\.kind) == [.certificate, .totp])
    }
}

@Suite struct `A drill` {
    private func house() async throws -> (House, Inhabitant) {
        let house = try await House()
        let smith = try await house.partner()
        let rule = WatchRule(
            id: WatchRuleID("objects"), condition: .denials(WatchRate(limit: 1, within: .seconds(60))),
            measures: [.lockCertificate])
        house.access.adopt(policy: try HousePolicy.snapshot { $0.watch = [rule] })
        return (house, smith)
    }

    @Test func `is recorded as of whoever ordered it, with their reason, before it is raised (T103)`() async throws {
        let (house, smith) = try await house()
        let mandate = House.mandate(.administrator(AccountName(stored: "sec-4d5e")), "quarterly drill")
        let measure = try await house.access.measures.drill("objects", on: smith.name, mandate)
        let ordered = try #require(house.record.events(.drillOrdered).first)
        #expect(ordered.actor == mandate.actor && ordered.statedReason == "quarterly drill")
        #expect(ordered.account == smith.name && ordered.details["measure"] == measure.id)
        #expect(ordered.details["drill"] == "1")
        let kinds = house.record.events.map(\.kind)
        #expect(try #require(kinds.firstIndex(of: .drillOrdered)) < #require(kinds.firstIndex(of: .anomalyFound)))
    }

    @Test func `that cannot be recorded is not raised`() async throws {
        let (house, smith) = try await house()
        house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.access.measures.drill("objects", on: smith.name, House.operatorMandate)
        }
        #expect(!house.warnings.all.contains { $0.event == .anomalyDrill })
    }
}
