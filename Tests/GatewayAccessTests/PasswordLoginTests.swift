import GatewayCrypto
import GatewayIdentity
import GatewayLimits
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

@Suite struct `A password` {
    @Test func `that is right is a factor of its own kind`() async throws {
        let house = try await House(passwords: Gatekeeper())
        let kim = try await house.person()
        let grant = try await house.login(kim, password: Gatekeeper.password).grant
        #expect(grant.session.proofs.map(\.kind) == [.certificate, .password])
        #expect(grant.session.proofs[1].kind.methodReference == "pwd")
    }

    @Test func `stands beside a code in one login, and both must be right`() async throws {
        let house = try await House(passwords: Gatekeeper())
        let kim = try await house.person()
        let wrong = await house.login(kim, password: "wrong", code: house.code(of: kim))
        #expect(wrong.refusal == .factorFailed)
        house.clock.advance(by: .seconds(60))
        let grant = try await house.login(kim, password: Gatekeeper.password, code: house.code(of: kim)).grant
        #expect(grant.session.proofs.map(\.kind) == [.certificate, .totp, .password])
    }

    /// Else three of these lock the codes, and nobody is told why.
    @Test func `that is wrong leaves no count on the right code beside it`() async throws {
        let house = try await House(passwords: Gatekeeper())
        let kim = try await house.person()
        for _ in 0..<5 {
            #expect(await house.login(kim, password: "wrong", code: house.code(of: kim)).refusal == .factorFailed)
            house.clock.advance(by: .seconds(30))
        }
        #expect(house.record.events(.factorLocked).map { $0.details["factor"] } == ["password"])
        let codes = AttemptKey(account: kim.name, factor: .totp)
        #expect(try await house.store.attempts(for: codes).consecutive == 0)
        #expect(await house.login(kim).isSignedIn)
    }

    @Test func `that is wrong ends no run of wrong codes`() async throws {
        let house = try await House(passwords: Gatekeeper())
        let kim = try await house.person()
        for _ in 0..<4 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        _ = await house.login(kim, password: "wrong", code: house.code(of: kim))
        house.clock.advance(by: .seconds(30))
        _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now))
        #expect(await house.login(kim).refusal == .accountLocked)
    }

    /// How long a right one takes would tell that it is right, beside a code that is wrong.
    @Test func `beside a wrong code is judged as one that opens nothing`() async throws {
        let keeper = Gatekeeper()
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let wrong = kim.wrongCode(at: house.clock.now)
        #expect(await house.login(kim, password: Gatekeeper.password, code: wrong).refusal == .factorFailed)
        #expect(await house.login(kim, password: Gatekeeper.password, code: house.code(of: kim)).isSignedIn)
        #expect(keeper.decided == [true, false])
    }

    @Test func `is nobody's where nothing knows passwords`() async throws {
        let house = try await House()
        let kim = try await house.person()
        #expect(await house.login(kim, password: Gatekeeper.password).refusal == .factorFailed)
    }

    /// Profile 2.1: the gateway's counter first, then PAM.
    @Test func `is counted before anybody is asked about it`() async throws {
        let keeper = Gatekeeper()
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        _ = house.store.calls.take()
        let store = house.store
        keeper.whenJudging { #expect(store.calls.take().contains("compareAndSwap")) }
        _ = await house.login(kim, password: "wrong")
        #expect(keeper.asked == [kim.name])
    }

    /// T54: told apart by nothing, not even by what is done.
    @Test func `of an unknown account, a wrong one and one of a locked account take the same steps`() async throws {
        let keeper = Gatekeeper()
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let stranger = try await house.person("nobody-here", certificate: 0x22)
        let locked = try await house.person("lock-0001", certificate: 0x23)
        for _ in 0..<5 { _ = await house.login(locked, password: "wrong") }
        var steps: [[String]] = []
        for person in [kim, stranger, locked] {
            let before = keeper.asked.count
            _ = house.store.calls.take()
            #expect(await house.login(person, password: "wrong").refusal?.publicReason == .factorFailed)
            steps.append(house.store.calls.take())
            #expect(keeper.asked.count == before + 1)
        }
        #expect(steps[0] == steps[1] && steps[1] == steps[2])
    }

    /// T50, and no lock beyond this gateway: where the account is locked, its password is not asked about.
    @Test func `is refused when it is right and the account is locked, and PAM hears of nobody`() async throws {
        let keeper = Gatekeeper()
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        for _ in 0..<5 { _ = await house.login(kim, password: "wrong") }
        #expect(await house.login(kim, password: Gatekeeper.password).refusal == .accountLocked)
        #expect(keeper.asked == Array(repeating: kim.name, count: 5) + [nil])
        #expect(house.record.events(.factorLocked).first?.details["factor"] == "password")
    }

    @Test func `has a count of its own, which the right one takes back`() async throws {
        let house = try await House(passwords: Gatekeeper())
        let kim = try await house.person()
        let key = AttemptKey(account: kim.name, factor: .password)
        _ = await house.login(kim, password: "wrong")
        #expect(try await house.store.attempts(for: key).consecutive == 1)
        #expect(try await house.store.attempts(for: AttemptKey(account: kim.name, factor: .totp)).consecutive == 0)
        _ = try await house.login(kim, password: Gatekeeper.password).grant
        #expect(try await house.store.attempts(for: key).consecutive == 0)
    }

    /// Whoever sends many at once fills nobody's line but their own.
    @Test func `is judged one at a time for one account, and beside those of others`() async throws {
        let keeper = Gatekeeper()
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let lee = try await house.person("lee-1b2c", certificate: 0x22)
        keeper.holdUp(kim.name)
        async let first = house.login(kim, password: Gatekeeper.password)
        await keeper.isJudging()
        #expect(await house.login(kim, password: Gatekeeper.password).refusal == .overloaded)
        #expect(await house.login(lee, password: Gatekeeper.password).isSignedIn)
        keeper.goOn()
        #expect(await first.isSignedIn)
        #expect(await house.login(kim, password: Gatekeeper.password).isSignedIn)
    }

    @Test func `stands in no record, whatever came of it`() async throws {
        let house = try await House(passwords: Gatekeeper(asking: [Gatekeeper.code]))
        let kim = try await house.person()
        _ = await house.login(kim, password: "secret-guess")
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        _ = await house.answer(asked, "no", by: house.visitor(kim.name, kim.certificate))
        let told = "\(house.record.events) \(house.warnings.all)"
        for secret in ["secret-guess", Gatekeeper.password] { #expect(!told.contains(secret)) }
    }
}
