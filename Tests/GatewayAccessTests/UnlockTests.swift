import GatewayCrypto
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

@Suite struct `Unlocking an account` {
    private func fail(_ person: Inhabitant, _ times: Int, _ house: House) async {
        for _ in 0..<times { _ = await house.login(person, code: person.wrongCode(at: house.clock.now)) }
    }

    private func login(_ person: Inhabitant, unlockedBy code: String, _ house: House) async -> LoginOutcome {
        house.clock.advance(by: .seconds(30))
        return await house.login(person, unlockCode: code)
    }

    @Test func `of normal limits takes one order, also at the control socket`() async throws {
        let house = try await House()
        let kim = try await house.person()
        await fail(kim, 5, house)
        #expect(await house.login(kim).refusal == .accountLocked)
        guard case .lifted = try await house.administration.unlock(kim.name, House.operatorMandate) else {
            Issue.record("a code for normal limits")
            return
        }
        house.clock.advance(by: .seconds(30))
        #expect(await house.login(kim).isSignedIn)
    }

    /// Compliance profile 2.1, "self-unlock: never; two roles" (N2SF LI-4).
    @Test func `of strict limits needs the order of an administrator and the owner with its code`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        await fail(smith, 3, house)
        house.clock.advance(by: .seconds(600))
        let code = try #require(try await house.unlock(smith))
        #expect(await house.login(smith).refusal == .accountLocked)
        #expect(await login(smith, unlockedBy: "0000-0000-0000-0000", house).refusal == .factorFailed)
        #expect(await login(smith, unlockedBy: code, house).isSignedIn)
        #expect(house.record.events(.unlockOrdered).count == 1)
        #expect(house.record.events(.accountUnlocked).last?.actor == .owner(smith.name))
        #expect(house.warnings.toOwners.contains { $0.event == .unlockOrdered })
    }

    @Test func `of strict limits is not for the control socket alone`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        await #expect(throws: AdministrationProblem.provenAdministratorNeeded) {
            _ = try await house.administration.unlock(smith.name, House.operatorMandate)
        }
    }

    @Test func `by a code works once, within its hour, and for its account`() async throws {
        let house = try await House()
        let smith = try await house.partner(hours: 240)
        await fail(smith, 3, house)
        house.clock.advance(by: .seconds(600))
        let late = try #require(try await house.unlock(smith))
        house.clock.advance(by: .seconds(3600))
        #expect(await login(smith, unlockedBy: late, house).refusal == .factorFailed)

        let code = try #require(try await house.unlock(smith))
        let kim = try await house.person()
        #expect(await login(kim, unlockedBy: code, house).refusal == .factorFailed)
        #expect(await login(smith, unlockedBy: code, house).isSignedIn)
        #expect(await login(smith, unlockedBy: code, house).refusal == .factorFailed)
    }

    /// Compliance profile 2.1: the administrator's order and the owner's factor, not the order alone.
    @Test func `by a code beside a wrong factor uses the code up and leaves the lock`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        await fail(smith, 3, house)
        house.clock.advance(by: .seconds(600))
        let code = try #require(try await house.unlock(smith))
        let wrong = smith.wrongCode(at: house.clock.now)
        #expect(await house.login(smith, code: wrong, unlockCode: code).refusal == .factorFailed)
        #expect(house.record.events(.accountUnlocked).isEmpty)
        #expect(house.record.events(.factorLocked).count == 1, "the lock is the one of before")
        house.clock.advance(by: .seconds(30))
        #expect(await house.login(smith).refusal == .accountLocked)
        #expect(await login(smith, unlockedBy: code, house).refusal == .factorFailed)
        let next = try #require(try await house.unlock(smith))
        #expect(await login(smith, unlockedBy: next, house).isSignedIn)
    }

    @Test func `by a code that another order followed is refused`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        await fail(smith, 3, house)
        house.clock.advance(by: .seconds(600))
        let first = try #require(try await house.unlock(smith))
        let second = try #require(try await house.unlock(smith))
        #expect(await login(smith, unlockedBy: first, house).refusal == .factorFailed)
        #expect(await login(smith, unlockedBy: second, house).isSignedIn)
    }

    /// Five wrong ones in a day are as many as a strict limit lets anybody try.
    @Test func `by codes beside wrong factors ends at the limit of a day`() async throws {
        let house = try await House()
        let smith = try await house.partner(hours: 240)
        await fail(smith, 3, house)
        house.clock.advance(by: .seconds(600))
        for _ in 0..<2 {
            let code = try #require(try await house.unlock(smith))
            _ = await house.login(smith, code: smith.wrongCode(at: house.clock.now), unlockCode: code)
        }
        let key = AttemptKey(account: smith.name, factor: .totp)
        #expect(try await house.store.attempts(for: key).lock == .disabled)
    }

    @Test func `by a code waits for what a password asks more`() async throws {
        let house = try await House(passwords: Gatekeeper(asking: [Gatekeeper.code]))
        let smith = try await house.partner()
        await fail(smith, 3, house)
        house.clock.advance(by: .seconds(600))
        let code = try #require(try await house.unlock(smith))
        let visitor = house.visitor(smith.name, smith.certificate)
        let presented = PresentedFactors(
            totp: house.code(of: smith), password: SecretBytes(copying: Gatekeeper.password.utf8), unlockCode: code)
        let asked = try await house.access.login.attempt(presented, by: visitor).asked
        #expect(house.record.events(.accountUnlocked).isEmpty)
        #expect(await house.answer(asked, "yes", by: visitor).isSignedIn)
        #expect(house.record.events(.accountUnlocked).count == 1)
    }

    @Test func `that cannot be recorded leaves the lock`() async throws {
        let house = try await House()
        let smith = try await house.partner()
        await fail(smith, 3, house)
        house.clock.advance(by: .seconds(600))
        let code = try #require(try await house.unlock(smith))
        house.record.breakDown()
        #expect(await login(smith, unlockedBy: code, house).refusal == .logUnavailable)
        house.record.recover()
        house.clock.advance(by: .seconds(30))
        #expect(await house.login(smith).refusal == .accountLocked)
    }
}
