import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

@Suite struct `A sign-in that its owner disowns` {
    private func disown(_ session: LiveSession, _ house: House) async throws {
        try await house.access.ownAccount.disown(
            session, source: Sample.address, userAgent: "Firefox/140", requestID: RequestID(high: 7, low: 7))
    }

    @Test func `ends every session, locks the account until an administrator lifts it, and alarms`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let (one, other) = (try await house.enter(kim).session, try await house.enter(kim).session)
        try await disown(other, house)
        #expect(one.hasEnded && other.hasEnded)
        #expect(await house.login(kim).refusal == .accountLocked)
        #expect(house.warnings.toOfficer.first { $0.event == .disowned }?.severity == .critical)
        #expect(house.warnings.toOwners.contains { $0.event == .disowned })
        // Whoever tries from now on is told of as well.
        #expect(house.warnings.toOfficer.last?.event == .closedAccountTried)
        let recorded = try #require(house.record.events(.accountDisowned).first)
        #expect(recorded.actor == .owner(kim.name) && recorded.severity == .critical)

        let again = try await house.restarted()
        #expect(await again.login(kim).refusal == .accountLocked)
        let lock = try #require(
            try await again.administration.locks(
                readBy: .controlSocket(uid: 0), requestID: RequestID(high: 1, low: 1)
            ).first)
        try await again.administration.liftLock(lock.id, House.operatorMandate)
        again.clock.advance(by: .seconds(30))
        #expect(await again.login(kim).isSignedIn)
    }

    @Test func `and that cannot be recorded does nothing, and says so`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        house.record.breakDown()
        await #expect(throws: AccessFailure.self) { try await disown(session, house) }
        #expect(!session.hasEnded)
        house.record.recover()
        #expect(await house.login(kim).isSignedIn)
    }
}
