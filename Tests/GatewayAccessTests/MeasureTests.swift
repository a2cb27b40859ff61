import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayTesting
import GatewayWatch
import Testing

@testable import GatewayAccess

@Suite struct `A measure` {
    private static let id = RequestID(high: 7, low: 7)

    /// What a rule with this one step finds.
    private func finding(_ step: WatchMeasure, on person: AccountName, at now: UnixTime) throws -> WatchFinding {
        var post = WatchPost([
            WatchRule(
                id: WatchRuleID("rule"), condition: .denials(WatchRate(limit: 1, within: .seconds(60))),
                measures: [step], severity: .high)
        ])
        _ = post.observe(WatchedEvent(.refused(path: "/"), by: person, at: now, mark: EventMark(high: 1, low: 1)))
        return try #require(
            post.observe(WatchedEvent(.refused(path: "/"), by: person, at: now, mark: EventMark(high: 1, low: 2))).first
        )
    }

    private func take(_ step: WatchMeasure, on person: AccountName, in house: House) async throws -> TakenMeasure {
        try await house.access.measures.take(finding(step, on: person, at: house.clock.now), id: Self.id)
    }

    private func grants(of person: AccountName, in house: House) async throws -> [PartnerGrant] {
        try await house.store.grants(of: person)
    }

    @Test func `that tells tells the person, the sponsor and the officer, and is recorded with its records (T60)`()
        async throws
    {
        let house = try await House()
        let smith = try await house.partner()
        let session = try await house.enter(smith).session
        let measure = try await take(.notify, on: smith.name, in: house)
        #expect(!session.hasEnded)
        #expect(measure.grounds.map { $0.suffix(1) } == ["1", "2"])
        let told = house.warnings.all.filter { $0.event == .anomaly }
        #expect(told.contains { $0.audience == .securityOfficer && $0.severity == .high })
        #expect(told.contains { $0.audience == .owner(smith.name) })
        #expect(
            told.contains {
                if case .sponsor = $0.audience { true } else { false }
            })
        let alarm = try #require(house.record.events(.anomalyFound).first)
        #expect(alarm.details["grounds"] == measure.grounds.joined(separator: " "))
        #expect(alarm.account == smith.name)
        #expect(house.record.events(.measureTaken).first?.details["step"] == "notify")
        #expect(try await house.store.measure(measure.id) == measure)
    }

    @Test func `that ends sessions ends them, and nothing else`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let session = try await house.enter(smith).session
        let measure = try await take(.endSessions, on: smith.name, in: house)
        #expect(session.hasEnded)
        #expect(measure.effect == .init(sessionsEnded: 1))
        #expect(try await house.enter(smith).session.hasEnded == false)
    }

    @Test func `that pauses the grant is lifted by resuming that grant`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let session = try await house.enter(smith).session
        let measure = try await take(.pauseGrant, on: smith.name, in: house)
        #expect(session.hasEnded)
        let grant = try #require(try await grants(of: smith.name, in: house).first)
        #expect(grant.pause != nil)
        #expect(measure.effect.grants == [grant.id])
        try await house.access.measures.lift(measure.id, House.operatorMandate)
        #expect(try await grants(of: smith.name, in: house).first?.pause == nil)
        #expect(house.record.events(.measureLifted).first?.statedReason == House.operatorMandate.reason.description)
        await #expect(throws: AdministrationProblem.notFound(.measure)) {
            try await house.access.measures.lift(measure.id, House.operatorMandate)
        }
    }

    @Test func `is lifted without touching what others did`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let measure = try await take(.pauseGrant, on: smith.name, in: house)
        let id = try #require(measure.effect.grants.first)
        // Somebody resumed it, and somebody paused it again.
        try await house.administration.resumeGrant(id, House.operatorMandate)
        try await house.administration.pauseGrant(id, House.operatorMandate)
        try await house.access.measures.lift(measure.id, House.operatorMandate)
        #expect(try await grants(of: smith.name, in: house).first?.pause != nil)
    }

    @Test func `that locks the certificate locks the one of the session, and lifting unlocks it`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        _ = try await house.enter(smith)
        let measure = try await take(.lockCertificate, on: smith.name, in: house)
        let locks = try await house.store.locks(holdingAt: house.clock.now)
        #expect(locks.map(\.target) == [.certificate(smith.certificate.fingerprint)])
        #expect(measure.effect.locks == locks.map(\.id))
        #expect(await house.login(smith).refusal == .certificateRevoked)
        try await house.access.measures.lift(measure.id, House.operatorMandate)
        #expect(try await house.store.locks(holdingAt: house.clock.now).isEmpty)
    }

    @Test func `that finds no certificate locks the account`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        _ = try await take(.lockCertificate, on: smith.name, in: house)
        #expect(try await house.store.locks(holdingAt: house.clock.now).map(\.target) == [.account(smith.name)])
    }

    @Test func `that asks again takes what was proved before for nothing, and what is proved after for good`()
        async throws
    {
        let house = try await House()
        let smith = try await house.partner()
        let session = try await house.enter(smith).session
        let account = try #require(try await house.store.account(smith.name))
        func factors(_ session: LiveSession, _ access: Access) -> [FactorKind] {
            access.circumstances(
                of: account, certificate: smith.certificate, session: session, source: Sample.address,
                at: house.clock.now
            ).proofs.map(\.kind)
        }
        #expect(factors(session, house.access) == [.certificate, .totp])
        let measure = try await take(.stepUp, on: smith.name, in: house)
        #expect(!session.hasEnded)
        #expect(factors(session, house.access) == [.certificate])
        house.clock.advance(by: .seconds(60))
        let fresh = try await house.enter(smith, renewing: session).session
        #expect(factors(fresh, house.access) == [.certificate, .totp])
        // It holds over a restart.
        let later = try await house.restarted()
        #expect(factors(session, later.access) == [.certificate])
        try await later.access.measures.lift(measure.id, House.operatorMandate)
        #expect(factors(session, later.access) == [.certificate, .totp])
    }

    @Test func `is not lifted by whom it is about, nor by whoever answers for them`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let sponsor = try #require(try await grants(of: smith.name, in: house).first).sponsor
        let measure = try await take(.endSessions, on: smith.name, in: house)
        for name in [smith.name, sponsor] {
            await #expect(throws: AdministrationProblem.ownMeasure) {
                try await house.access.measures.lift(measure.id, House.mandate(.administrator(name)))
            }
        }
        #expect(
            house.record.events(.administrationRefused).map(\.actor) == [
                .administrator(smith.name), .administrator(sponsor),
            ])
        #expect(try await house.store.measure(measure.id)?.lift == nil)
        try await house.access.measures.lift(
            measure.id, House.mandate(.administrator(AccountName(stored: "sec-4d5e"))))
        #expect(try await house.store.measure(measure.id)?.lift?.by == AccountName(stored: "sec-4d5e"))
    }

    @Test func `that cannot be recorded closes the door all the same, and is completed when it is tried again`()
        async throws
    {
        let house = try await House()
        let smith = try await house.partner()
        let session = try await house.enter(smith).session
        let found = try finding(.lockCertificate, on: smith.name, at: house.clock.now)
        house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.access.measures.take(found, id: Self.id)
        }
        #expect(session.hasEnded)
        house.record.recover()
        let measure = try await house.access.measures.take(found, id: Self.id)
        #expect(measure.effect.locks.count == 1)
        // Once more does nothing twice.
        #expect(try await house.access.measures.take(found, id: Self.id).effect.locks == measure.effect.locks)
        #expect(try await house.store.locks(holdingAt: house.clock.now).count == 1)
        #expect(house.record.events(.anomalyFound).count == 1)
    }

    @Test func `in a drill is recorded and told of as one, and does nothing (T103)`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let session = try await house.enter(smith).session
        let rule = WatchRule(
            id: WatchRuleID("objects"), condition: .denials(WatchRate(limit: 1, within: .seconds(60))),
            measures: [.lockCertificate])
        house.access.adopt(policy: try HousePolicy.snapshot { $0.watch = [rule] })
        let measure = try await house.access.measures.drill("objects", on: smith.name, House.operatorMandate)
        #expect(measure.isDrill)
        #expect(!session.hasEnded)
        #expect(try await house.store.locks(holdingAt: house.clock.now).isEmpty)
        #expect(house.record.events(.anomalyFound).map { $0.details["drill"] } == ["1"])
        #expect(house.warnings.all.contains { $0.event == .anomalyDrill })
        #expect(!house.warnings.all.contains { $0.event == .measureTaken })
        await #expect(throws: AdministrationProblem.unknownWatchRule("none")) {
            _ = try await house.access.measures.drill("none", on: smith.name, House.operatorMandate)
        }
    }
}

@Suite struct `The pulse of the watch` {
    @Test func `is missed before the first beat and when the watch is far behind`() {
        let pulse = MonitorPulse()
        #expect(!pulse.isWatching)
        pulse.beat(lag: .seconds(31))
        #expect(!pulse.isWatching)
        pulse.beat(lag: .seconds(20))
        #expect(pulse.isWatching)
        // What has been seen stays seen.
        pulse.beat(lag: .seconds(3600))
        #expect(pulse.isWatching)
    }

    @Test func `refuses people of other organisations without it, and nobody else`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        let partner = try #require(try await house.store.account(smith.name))
        let kim = try await house.person("kim-7f3a", roles: ["staff"])
        let staff = try #require(try await house.store.account(kim.name))
        #expect(house.access.refusal(unlessWatched: partner) == .monitorUnavailable)
        #expect(house.access.refusal(unlessWatched: staff) == nil)
        house.access.monitor.beat(lag: .zero)
        #expect(house.access.refusal(unlessWatched: partner) == nil)
    }

    @Test func `that begins is nothing to tell of`() async throws {
        let house = try await House()
        let look = house.access.makeMonitorGuard()
        try await look.look(at: house.clock.now, requestID: RequestID(high: 1, low: 1))
        house.access.monitor.beat(lag: .zero)
        let epoch = house.access.epoch
        try await look.look(at: house.clock.now, requestID: RequestID(high: 1, low: 2))
        #expect(house.access.epoch > epoch)
        #expect(house.record.events(.monitorRestored).isEmpty)
    }
}

@Suite struct `A lock on a network (T61)` {
    @Test func `shuts out whoever comes from there, and nobody else`() async throws {
        let house = try await House()
        let kim = try await house.person("kim-7f3a", roles: ["staff"])
        let block = try #require(CIDRBlock("203.0.113.0/24"))
        let lock = try await house.administration.addLock(.network(block), until: nil, House.operatorMandate)
        let inside = try #require(NetworkAddress("203.0.113.9"))
        let outside = try #require(NetworkAddress("203.0.114.9"))
        #expect(house.access.isLocked(inside))
        #expect(!house.access.isLocked(outside))
        try await house.administration.liftLock(lock.id, House.operatorMandate)
        #expect(!house.access.isLocked(inside))
        #expect(kim.name.text == "kim-7f3a")
    }

    @Test(arguments: ["127.0.0.0/8", "0.0.0.0/0", "::1/128", "198.51.100.0/24"])
    func `is not set by mistake where it shuts out this machine or whoever sets it`(text: String) async throws {
        let house = try await House()
        let block = try #require(CIDRBlock(text))
        let own = try #require(NetworkAddress("198.51.100.7"))
        await #expect(throws: AdministrationProblem.ownNetwork(block)) {
            _ = try await house.administration.addLock(.network(block), until: nil, from: own, House.operatorMandate)
        }
        _ = try await house.administration.addLock(
            .network(block), until: nil, from: own, isForced: true, House.operatorMandate)
    }
}
