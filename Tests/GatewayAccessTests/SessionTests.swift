import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

@Suite struct `A session` {
    @Test func `shown with another certificate is refused, ends, and raises an alarm`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        let other = Sample.certificate(0x22, serial: "22")
        #expect(session.refusal(at: house.clock.now, certificate: other) == .sessionCertificateMismatch)

        house.access.reportMismatch(
            session, presented: other, source: Sample.address, requestID: RequestID(high: 9, low: 9))
        #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) == .sessionCertificateMismatch)
        #expect(house.warnings.toOfficer.map(\.event).contains(.sessionCertificateMismatch))
        try await house.tick()
        let event = try #require(house.record.events(.sessionMisused).first)
        #expect(event.endCause == .certificateMismatch)
        #expect(event.certificate == other)
        #expect(try await house.store.session(session.id)?.session.ending?.cause == .certificateMismatch)
    }

    @Test(arguments: [Sample.digest(0x55), nil]) func `is bound to the leaf and to its key, both`(
        publicKey: SHA256Digest?
    ) async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        let own = kim.certificate
        let changed = ClientCertificate(
            fingerprint: publicKey == nil ? Sample.digest(0x56) : own.fingerprint,
            publicKey: publicKey ?? own.publicKey, issuer: own.issuer,
            serial: own.serial, subject: own.subject, notBefore: own.notBefore, notAfter: own.notAfter, policies: [])
        #expect(session.refusal(at: house.clock.now, certificate: changed) == .sessionCertificateMismatch)
    }

    @Test func `opens by its cookie on the host it was made for, and by its header token without a host`() async throws
    {
        let house = try await House()
        let grant = try await house.enter(try await house.person(), host: "build.example")
        #expect(house.access.session(token: grant.cookie.hash, scope: .host("build.example")) === grant.session)
        #expect(house.access.session(token: grant.cookie.hash, scope: .host("fab.example")) == nil)
        #expect(house.access.session(token: grant.cookie.hash, scope: .header) == nil)
        #expect(house.access.session(token: grant.header.hash, scope: .header) === grant.session)
        #expect(house.access.session(token: grant.header.hash, scope: .host("build.example")) == nil)
    }

    @Test func `ends for want of use, to the millisecond`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.login(kim).grant.session
        house.clock.advance(by: .seconds(1800) - .milliseconds(1))
        #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) == nil)
        house.clock.advance(by: .milliseconds(1))
        #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) == .sessionIdle)
        try await house.tick()
        #expect(house.record.events(.sessionEnded).map(\.endCause) == [.idle])
    }

    @Test func `lives on by use, and no longer than its absolute limit`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.login(kim).grant.session
        for _ in 0..<71 {
            house.clock.advance(by: .seconds(600))
            #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) == nil)
            session.touch(at: house.clock.now)
        }
        house.clock.advance(by: .seconds(600))
        #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) == .sessionAbsolute)
    }

    @Test func `that was left alone too long for a console stays too old for it, however busy it is elsewhere`()
        async throws
    {
        let house = try await House()
        let session = try await house.login(try await house.person()).grant.session
        house.clock.advance(by: .seconds(599))
        session.touch(at: house.clock.now)
        #expect(session.refusal(at: house.clock.now, idle: .seconds(600), absolute: .seconds(14400)) == nil)
        house.clock.advance(by: .seconds(600))
        session.touch(at: house.clock.now)
        #expect(session.refusal(at: house.clock.now, idle: .seconds(600), absolute: .seconds(14400)) == .sessionIdle)
        #expect(session.refusal(at: house.clock.now, idle: .seconds(900), absolute: .seconds(14400)) == nil)
        #expect(session.refusal(at: house.clock.now, idle: .seconds(900), absolute: .seconds(1199)) == .sessionAbsolute)
    }

    @Test func `takes a new id and new tokens when it is raised, and the old ones open nothing`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try await house.enter(kim)
        let new = try await house.enter(kim, renewing: old.session)
        #expect(new.session.id != old.session.id)
        #expect(new.session.createdAt == old.session.createdAt)
        #expect(old.session.endCause == .elevated)
        #expect(house.access.key(token: old.cookie.hash, scope: .host("gate.example"))?.opens == false)
        #expect(house.access.key(token: old.header.hash, scope: .header)?.opens == false)
        #expect(house.record.events(.sessionEnded).map(\.endCause) == [.elevated])
    }

    @Test func `never outlives its certificate`() async throws {
        let house = try await House()
        let own = Sample.certificate(3, serial: "03")
        let brief = ClientCertificate(
            fingerprint: own.fingerprint, publicKey: own.publicKey, issuer: own.issuer, serial: own.serial,
            subject: own.subject, notBefore: own.notBefore,
            notAfter: house.clock.now + .seconds(600), policies: [])
        try await house.add("kim-7f3a", certificate: brief)
        let kim = Inhabitant(
            name: AccountName(stored: "kim-7f3a"), certificate: brief,
            totp: try await house.enrol(AccountName(stored: "kim-7f3a"), brief))
        #expect(try await house.login(kim).grant.session.absoluteExpiry == brief.notAfter)
    }

    @Test func `outlives a restart with its proofs, its tokens and its times`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let before = try await house.enter(kim)
        before.session.touch(at: house.clock.now)
        try await house.access.housekeeping.settle(at: house.clock.now)
        let again = try await house.restarted()
        let after = try #require(again.access.session(token: before.cookie.hash, scope: .host("gate.example")))
        #expect(after.refusal(at: again.clock.now, certificate: kim.certificate) == nil)
        #expect(after.proofs == before.session.proofs)
        #expect(after.lastSeen == before.session.lastSeen)
        #expect(after.absoluteExpiry == before.session.absoluteExpiry)
        #expect(after.place?.source == Sample.address)
        #expect(again.access.session(token: before.header.hash, scope: .header) === after)
    }

    @Test func `that ended stays ended over a restart`() async throws {
        let house = try await House()
        let grant = try await house.enter(try await house.person())
        try await house.access.ownAccount.signOut(of: grant.session, requestID: RequestID(high: 4, low: 4))
        let again = try await house.restarted()
        #expect(again.access.session(token: grant.cookie.hash, scope: .host("gate.example")) == nil)
    }

    @Test func `beyond the number that may stand side by side ends the oldest, and both are told`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let first = try await house.enter(kim).session
        let second = try await house.enter(kim).session
        let third = try await house.enter(kim).session
        #expect(first.endCause == .replacedByLogin)
        #expect(!second.hasEnded && !third.hasEnded)
        #expect(house.warnings.toOwners.map(\.event).contains(.sessionDisplaced))
    }

    @Test func `to classified consoles is refused beside another, unless the person agrees that the other ends`()
        async throws
    {
        let house = try await House()
        let kim = try await house.person(roles: ["engineer"])
        let first = try await house.enter(kim).session
        guard case .otherSessionOpen = await house.login(kim) else { throw Unexpected("let in") }
        #expect(!first.hasEnded)
        house.clock.advance(by: .seconds(30))
        #expect(await house.login(kim, endsOthers: true).isSignedIn)
        #expect(first.endCause == .replacedByLogin)
    }

    @Test func `takes the last place once, however many logins race for it`() async throws {
        let registry = SessionRegistry()
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<50 {
                group.addTask {
                    let session = LiveSession(Sample.session(UInt8(index)), issuer: nil)
                    let limit = ConcurrencyLimit(sessions: 1, overflow: .refuseNew)
                    if case .admitted = registry.admit(session, renewing: nil, limit: limit) { return true }
                    return false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 1)
    }

    @Test func `keeps the first cause of its end`() async throws {
        let session = LiveSession(Sample.session(), issuer: nil)
        #expect(session.becomeOpen())
        let causes = await withTaskGroup(of: Bool.self) { group in
            for cause in SessionEndCause.allCases { group.addTask { session.end(cause) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(causes == 1)
        #expect(session.hasEnded)
    }

    @Test(arguments: SessionEndCause.allCases) func `says what ended it`(cause: SessionEndCause) {
        let session = LiveSession(Sample.session(), issuer: nil)
        _ = session.becomeOpen()
        _ = session.end(cause)
        #expect(session.endCause == cause)
        #expect(session.refusal(at: Sample.start, certificate: Sample.certificate()) == cause.reason)
    }

    @Test func `is judged as the store's rules judge it, at every instant`() {
        let limits = GatewaySessions.SessionLimits(
            idle: .seconds(600), absolute: .seconds(3600), notAfter: Sample.start + .seconds(3000))
        let session = LiveSession(Sample.session(limits: limits), issuer: nil)
        _ = session.becomeOpen()
        let random = SeededRandom(seed: 7)
        for _ in 0..<2000 {
            let now = Sample.start + .milliseconds(random.int(below: 4_000_000) - 200_000)
            if random.int(below: 3) == 0 { session.touch(at: now) }
            let expected: Reason? =
                switch session.snapshot.standing(at: now, certificate: session.binding) {
                case .live: nil
                case .ended(let reason): reason
                }
            #expect(session.refusal(at: now, certificate: Sample.certificate()) == expected)
        }
    }

    @Test func `outlives a clock that is set back and right again`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.login(kim).grant.session
        house.clock.advance(by: .seconds(-300))
        #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) == .clockUnsafe)
        try await house.tick()
        house.clock.advance(by: .seconds(300))
        #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) == nil)
    }

    @Test func `that is still being opened opens nothing`() {
        let session = LiveSession(Sample.session(), issuer: nil)
        #expect(session.refusal(at: Sample.start, certificate: Sample.certificate()) == .sessionUnknown)
    }
}
