import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewaySessions
import GatewayStore
import GatewayTesting
import Testing

/// Time is not measured here: what takes the same calls in the same order takes the same time, and the floor covers
/// the rest.
@Suite struct `Wrong, replayed, unknown and locked` {
    private func calls(_ house: House, _ attempt: () async -> LoginOutcome) async -> (
        calls: [String], outcome: LoginOutcome
    ) {
        _ = house.store.calls.take()
        let outcome = await attempt()
        return (house.store.calls.take(), outcome)
    }

    @Test func `take the same calls of the store in the same order, and are one to a client`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let used = house.code(of: kim)
        _ = await house.login(kim, code: used)
        let wrong = await calls(house) { await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        let replayed = await calls(house) { await house.login(kim, code: used) }

        let nobody = Sample.certificate(0x10, serial: "10")
        try await house.add("park-1b2c", certificate: nobody)
        let unknown = await calls(house) {
            await house.access.login.attempt(
                PresentedFactors(totp: "123456"), by: house.visitor(AccountName(stored: "park-1b2c"), nobody))
        }

        for _ in 0..<5 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        let locked = await calls(house) { await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        house.clock.advance(by: .seconds(30))
        let lockedButRight = await calls(house) { await house.login(kim) }

        #expect(wrong.outcome.refusal == .factorFailed)
        #expect(replayed.outcome.refusal == .otpReplayed)
        #expect(unknown.outcome.refusal == .factorFailed)
        #expect(locked.outcome.refusal == .accountLocked)
        #expect(lockedButRight.outcome.refusal == .accountLocked)
        for other in [wrong, replayed, unknown, locked, lockedButRight] {
            #expect(
                other.calls == [
                    "totpDevices", "hotpDevices", "attempts", "compareAndSwap", "acceptStep", "acceptCounter",
                    "recordFailedLogin",
                ])
            #expect(other.outcome.refusal?.publicReason == .factorFailed)
        }
    }

    @Test func `recovery codes do so too`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        let wrong = await calls(house) {
            await house.access.login.attempt(PresentedFactors(recoveryCode: "ABCD-EFGH-JKMN-PQRS"), by: visitor)
        }
        let malformed = await calls(house) {
            await house.access.login.attempt(PresentedFactors(recoveryCode: "?"), by: visitor)
        }
        for _ in 0..<5 { _ = await house.access.login.attempt(PresentedFactors(recoveryCode: "?"), by: visitor) }
        let locked = await calls(house) {
            await house.access.login.attempt(PresentedFactors(recoveryCode: "?"), by: visitor)
        }
        for other in [wrong, malformed, locked] {
            #expect(other.calls == ["attempts", "compareAndSwap", "consumeRecoveryCode", "recordFailedLogin"])
        }
    }
}

@Suite struct `A lock after failures` {
    @Test func `refuses the right code too, and says so to the record alone`() async throws {
        let house = try await House()
        let kim = try await house.person()
        for _ in 0..<5 {
            #expect(
                await house.login(kim, code: kim.wrongCode(at: house.clock.now)).refusal?.publicReason == .factorFailed)
        }
        #expect(await house.login(kim).refusal == .accountLocked)
        #expect(house.record.events(.factorLocked).count == 1)
        #expect(house.warnings.toOfficer.map(\.event).contains(.rightCodeWhileLocked))
    }

    @Test func `does not use the right code up: after the lock it is still new`() async throws {
        let house = try await House()
        let kim = try await house.person()
        for _ in 0..<5 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        let code = house.code(of: kim)
        #expect(await house.login(kim, code: code).refusal == .accountLocked)
        #expect(try await house.unlock(kim) == nil)
        #expect(await house.login(kim, code: code).isSignedIn)
    }

    @Test func `ends by itself for open and sensitive consoles`() async throws {
        let house = try await House()
        let kim = try await house.person()
        for _ in 0..<5 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        house.clock.advance(by: .seconds(1799))
        #expect(await house.login(kim).refusal == .accountLocked)
        house.clock.advance(by: .seconds(31))
        #expect(await house.login(kim).isSignedIn)
    }

    @Test func `for classified consoles comes after three, waits for an administrator and ends the sessions`()
        async throws
    {
        let house = try await House()
        let kim = try await house.person(roles: ["engineer"])
        let session = try await house.enter(kim).session
        for _ in 0..<3 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        #expect(session.endCause == .locked)
        house.clock.advance(by: .seconds(7 * 86400))
        #expect(await house.login(kim).refusal == .accountLocked)
        let unlockCode = try await house.unlock(kim)
        #expect(await house.login(kim, unlockCode: unlockCode).isSignedIn)
    }

    @Test func `is counted per factor: a right code of one does not pardon the other`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        for _ in 0..<4 { _ = await house.access.login.attempt(PresentedFactors(recoveryCode: "?"), by: visitor) }
        #expect(await house.login(kim).isSignedIn)
        _ = await house.access.login.attempt(PresentedFactors(recoveryCode: "?"), by: visitor)
        #expect(
            await house.access.login.attempt(PresentedFactors(recoveryCode: "?"), by: visitor).refusal == .accountLocked
        )
    }

    @Test func `outlives a restart, and so do the failures before it`() async throws {
        let house = try await House()
        let kim = try await house.person()
        for _ in 0..<4 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        let again = try await house.restarted()
        _ = await again.login(kim, code: kim.wrongCode(at: again.clock.now))
        #expect(await again.login(kim).refusal == .accountLocked)
    }
}
