import GatewayIdentity
import GatewayPolicy
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
        let smith = try await house.partner()
        await fail(smith, 3, house)
        house.clock.advance(by: .seconds(600))
        let late = try #require(try await house.unlock(smith))
        house.clock.advance(by: .seconds(3600))
        #expect(await login(smith, unlockedBy: late, house).refusal == .factorFailed)

        let code = try #require(try await house.unlock(smith))
        let kim = try await house.person()
        #expect(await login(kim, unlockedBy: code, house).refusal == .factorFailed)
        // Used up with a wrong code: the lock is lifted, and one more failure counts.
        house.clock.advance(by: .seconds(30))
        _ = await house.login(smith, code: smith.wrongCode(at: house.clock.now), unlockCode: code)
        #expect(await login(smith, unlockedBy: code, house).refusal == .factorFailed)
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
