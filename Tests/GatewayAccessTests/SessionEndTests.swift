import GatewayAccess
import GatewayIdentity
import GatewaySessions
import GatewayStore
import GatewayTesting
import Testing

/// Ways in which a session ends, each by the act of somebody or something.
enum Ending: String, CaseIterable, CustomTestStringConvertible {
    case logout, logoutElsewhere, administrator, allByAdministrator, disable, roles, accountLock, organisationLock,
        certificateLock, issuerLock, unbind, revoked
    case reset, idle, absolute

    var testDescription: String { rawValue }

    var cause: SessionEndCause {
        switch self {
        case .logout, .logoutElsewhere: .logout
        case .administrator, .allByAdministrator, .reset: .administrator
        case .disable, .accountLock, .organisationLock, .certificateLock, .issuerLock: .locked
        case .roles: .policy
        case .unbind, .revoked: .revoked
        case .idle: .idle
        case .absolute: .absolute
        }
    }

    func happen(to session: LiveSession, of kim: Inhabitant, in house: House) async throws {
        let (administration, mandate, request) = (
            house.administration, House.operatorMandate, RequestID(high: 5, low: 5)
        )
        switch self {
        case .logout: try await house.access.ownAccount.signOut(of: session, requestID: request)
        case .logoutElsewhere:
            let other = try await house.enter(kim).session
            #expect(try await house.access.ownAccount.endSession(session.id, of: other, requestID: request))
        case .administrator: try await administration.endSession(session.id, mandate)
        case .allByAdministrator: #expect(try await administration.endSessions(of: kim.name, mandate) == 1)
        case .disable: try await administration.disable(kim.name, mandate)
        case .roles: try await administration.setRoles([RoleName("auditor")], of: kim.name, mandate)
        case .accountLock: _ = try await administration.addLock(.account(kim.name), until: nil, mandate)
        case .organisationLock: _ = try await administration.addLock(.organisation("한빛 반도체"), until: nil, mandate)
        case .certificateLock:
            _ = try await administration.addLock(.certificate(kim.certificate.fingerprint), until: nil, mandate)
        case .issuerLock: _ = try await administration.addLock(.issuer(kim.certificate.issuer), until: nil, mandate)
        case .unbind: try await administration.unbind(.publicKey(kim.certificate.publicKey), from: kim.name, mandate)
        case .revoked: house.access.endSessions(boundTo: kim.certificate, requestID: request)
        case .reset: _ = try await administration.resetFactors(of: kim.name, mandate)
        case .idle: house.clock.advance(by: .seconds(1800))
        case .absolute:
            for _ in 0..<72 {
                house.clock.advance(by: .seconds(600))
                session.touch(at: house.clock.now)
            }
        }
        try await house.tick()
    }
}

@Suite struct `Every end of a session` {
    @Test(arguments: Ending.allCases) func `reaches memory, store and record with its cause, and tells the connections`(
        ending: Ending
    ) async throws {
        let house = try await House()
        let kim = try await house.person()
        let grant = try await house.enter(kim)
        let before = house.access.epoch
        try await ending.happen(to: grant.session, of: kim, in: house)
        #expect(grant.session.endCause == ending.cause)
        #expect(house.access.epoch > before)
        #expect(try await house.store.session(grant.session.id)?.session.ending?.cause == ending.cause)
        let records = house.record.events(.sessionEnded).filter { $0.session == grant.session.id.digest }
        #expect(records.map(\.endCause) == [ending.cause])
        // The token is known for a while, so that whoever shows it is told why it opens nothing.
        let key = try #require(house.access.key(token: grant.cookie.hash, scope: .host("gate.example")))
        #expect(!key.opens)
        #expect(
            key.session.refusal(at: house.clock.now, certificate: kim.certificate) == grant.session.endCause?.reason)
    }

    @Test func `by an administrator names them and their words`() async throws {
        let house = try await House()
        let session = try await house.enter(try await house.person()).session
        try await house.administration.endSession(
            session.id, House.mandate(.administrator(AccountName(stored: "lee-90aa")), "phone stolen"))
        let event = try #require(house.record.events(.sessionEnded).first)
        #expect(event.actor == .administrator(AccountName(stored: "lee-90aa")))
        #expect(event.statedReason == "phone stolen")
    }

    @Test func `closes the door at once when the store is away, and is written down when it is back`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        house.store.calls.breakDown()
        await #expect(throws: AccessFailure.self) {
            try await house.access.ownAccount.signOut(of: session, requestID: RequestID(high: 6, low: 6))
        }
        #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) == .sessionEnded)
        #expect(house.record.events(.sessionEnded).isEmpty)
        house.store.calls.recover()
        try await house.tick()
        #expect(house.record.events(.sessionEnded).map(\.endCause) == [.logout])
        #expect(try await house.store.session(session.id)?.session.ending?.cause == .logout)
    }

    @Test func `is recorded once the record is back, and not twice`() async throws {
        let house = try await House()
        let session = try await house.enter(try await house.person()).session
        house.record.breakDown()
        await #expect(throws: AccessFailure.self) {
            try await house.access.ownAccount.signOut(of: session, requestID: RequestID(high: 6, low: 6))
        }
        house.record.recover()
        try await house.tick()
        try await house.tick()
        #expect(house.record.events(.sessionEnded).count == 1)
    }
}

@Suite struct `No record` {
    @Test func `no session: the login is refused, and nothing of it lives on`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.record.breakDown()
        #expect(await house.login(kim).refusal == .logUnavailable)
        #expect(house.access.ownAccount.openSessions(of: kim.name).isEmpty)
        house.record.recover()
        try await house.tick()
        #expect(try await house.store.liveSessions().isEmpty)
    }

    @Test func `no session: not even over a restart`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.record.breakDown()
        _ = await house.login(kim)
        house.record.recover()
        try await house.tick()
        let again = try await house.restarted()
        #expect(again.access.ownAccount.openSessions(of: kim.name).isEmpty)
    }

    @Test func `no step-up: the session that was to be raised is over as well`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let old = try await house.enter(kim).session
        house.record.breakDown()
        #expect(await house.login(kim, renewing: old).refusal == .logUnavailable)
        #expect(old.hasEnded)
    }

    @Test func `no change: an order is refused before anything is touched`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.record.breakDown()
        _ = house.store.calls.take()
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.disable(kim.name, House.operatorMandate)
        }
        #expect(house.store.calls.take().isEmpty)
        #expect(try await house.store.account(kim.name)?.state == .active)
    }

    @Test func `no reading of people`() async throws {
        let house = try await House()
        house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.administration.accounts(
                readBy: .controlSocket(uid: 0), requestID: RequestID(high: 7, low: 7))
        }
    }

    @Test func `no store, no login either`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.store.calls.breakDown()
        #expect(await house.login(kim).refusal == .storeUnavailable)
    }
}
