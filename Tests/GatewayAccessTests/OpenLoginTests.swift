import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

/// Modules that ask more than the password: a code of their own, a challenge.
@Suite struct `A login that waits for answers` {
    private let keeper = Gatekeeper(asking: [Gatekeeper.code])

    @Test func `goes on where it was, with everything that was right so far`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let begun = await house.login(kim, password: Gatekeeper.password, code: house.code(of: kim))
        let asked = try begun.asked
        #expect(asked.question == Gatekeeper.code)
        #expect(house.access.ownAccount.openSessions(of: kim.name).isEmpty)
        house.clock.advance(by: .seconds(40))
        let grant = try await house.answer(asked, "yes", by: house.visitor(kim.name, kim.certificate)).grant
        #expect(grant.session.proofs.map(\.kind) == [.certificate, .totp, .password])
        #expect(try await house.store.attempts(for: .init(account: kim.name, factor: .password)).consecutive == 0)
        #expect(try await house.store.attempts(for: .init(account: kim.name, factor: .totp)).consecutive == 0)
    }

    @Test func `asks as often as it has questions`() async throws {
        let house = try await House(passwords: Gatekeeper(asking: [Gatekeeper.code, Gatekeeper.code]))
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        let first = try await house.login(kim, password: Gatekeeper.password).asked
        let second = try await house.answer(first, "yes", by: visitor).asked
        #expect(second.ticket != first.ticket && second.until == first.until)
        #expect(await house.answer(second, "yes", by: visitor).isSignedIn)
    }

    @Test func `is refused by a wrong answer as by a wrong password`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        let end = await house.answer(asked, "no", by: house.visitor(kim.name, kim.certificate))
        #expect(end.refusal == .factorFailed)
        #expect(try await house.store.attempts(for: .init(account: kim.name, factor: .password)).consecutive == 1)
    }

    @Test func `goes on once for one answer`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        let entered = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { await house.answer(asked, "yes", by: visitor).isSignedIn } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(entered == 1)
        #expect(keeper.answers.count == 1)
    }

    @Test func `goes on with no other certificate, be it of the same person`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let lee = try await house.person("lee-1b2c", certificate: 0x22)
        let spare = Sample.certificate(0x23, serial: "23")
        _ = try await house.administration.bind(spare, to: kim.name, House.operatorMandate)
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        for visitor in [house.visitor(lee.name, lee.certificate), house.visitor(kim.name, spare)] {
            #expect(await house.answer(asked, "yes", by: visitor).refusal == .factorMissing)
        }
        // And was not spoilt by them.
        #expect(await house.answer(asked, "yes", by: house.visitor(kim.name, kim.certificate)).isSignedIn)
    }

    @Test func `ends by time, as a login that failed`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        house.clock.advance(by: .seconds(120))
        let late = await house.answer(asked, "yes", by: house.visitor(kim.name, kim.certificate))
        #expect(late.refusal == .factorMissing)
        try await house.tick()
        #expect(keeper.ended == 1 && house.access.openLoginCount == 0)
        #expect(house.record.events(.signInRefused).last?.reason == .factorMissing)
        #expect(house.record.events(.signInRefused).last?.details["factor"] == "password")
    }

    @Test(arguments: ["no answer", "no"])
    func `that fails leaves its count on the password alone`(answer: String) async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password, code: house.code(of: kim)).asked
        if answer == "no" {
            _ = await house.answer(asked, answer, by: house.visitor(kim.name, kim.certificate))
        } else {
            house.clock.advance(by: .seconds(120))
            try await house.tick()
        }
        #expect(try await house.store.attempts(for: .init(account: kim.name, factor: .password)).consecutive == 1)
        #expect(try await house.store.attempts(for: .init(account: kim.name, factor: .totp)).consecutive == 0)
    }

    @Test func `makes room for the same person's next, and for nobody else's`() async throws {
        let house = try await House(passwords: keeper, openLogins: OpenLoginLimits(total: 2))
        let people = [
            try await house.person("kim-7f3a", certificate: 1), try await house.person("lee-1b2c", certificate: 0x22),
            try await house.person("park-55aa", certificate: 0x23),
        ]
        let first = try await house.login(people[0], password: Gatekeeper.password).asked
        let second = try await house.login(people[0], password: Gatekeeper.password).asked
        #expect(keeper.ended == 1)
        let visitor = house.visitor(people[0].name, people[0].certificate)
        #expect(await house.answer(first, "yes", by: visitor).refusal == .factorMissing)
        _ = try await house.login(people[1], password: Gatekeeper.password).asked
        #expect(await house.login(people[2], password: Gatekeeper.password).refusal == .overloaded)
        #expect(house.access.openLoginCount == 2)
        #expect(await house.answer(second, "yes", by: visitor).isSignedIn)
    }

    @Test func `does not wait when another factor has decided it`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let code = kim.wrongCode(at: house.clock.now)
        #expect(await house.login(kim, password: Gatekeeper.password, code: code).refusal == .factorFailed)
        #expect(keeper.ended == 1 && house.access.openLoginCount == 0)
        #expect(house.record.events(.signInRefused).map { $0.details["factor"] } == ["totp", "password"])
    }

    /// A lock shows in nothing: who is asked more before it is asked more while it holds.
    @Test func `is refused at its end when the account was locked at its beginning`() async throws {
        let keeper = Gatekeeper(asking: [Gatekeeper.code], anybody: true)
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        for _ in 0..<5 {
            let asked = try await house.login(kim, password: "wrong").asked
            #expect(await house.answer(asked, "yes", by: visitor).refusal == .factorFailed)
        }
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        #expect(keeper.asked.last == .some(nil))
        #expect(await house.answer(asked, "yes", by: visitor).refusal == .accountLocked)
    }

    @Test func `is refused when the account was disabled meanwhile`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        try await house.administration.disable(kim.name, House.operatorMandate)
        let end = await house.answer(asked, "yes", by: house.visitor(kim.name, kim.certificate))
        #expect(!end.isSignedIn)
    }

    @Test func `is over when the device that it began with is reported lost, or reset`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let visitor = house.visitor(kim.name, kim.certificate)
        let session = try await house.enter(kim).session
        let first = try await house.login(kim, password: Gatekeeper.password, code: house.code(of: kim)).asked
        let app = try #require(try await house.store.authenticators(of: kim.name).first).id
        let lost = try await house.access.ownAccount.reportLost(app, of: session, requestID: RequestID(high: 1, low: 1))
        guard case .done = lost else { throw Unexpected("\(lost)") }
        #expect(await house.answer(first, "yes", by: visitor).refusal == .factorMissing)

        let lee = try await house.person("lee-1b2c", certificate: 0x22)
        let second = try await house.login(lee, password: Gatekeeper.password, code: house.code(of: lee)).asked
        _ = try await house.administration.resetFactors(of: lee.name, House.operatorMandate)
        #expect(
            await house.answer(second, "yes", by: house.visitor(lee.name, lee.certificate)).refusal == .factorMissing)
        #expect(keeper.ended == 2)
    }

    @Test func `opens nothing when the device that it began with was taken away meanwhile`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password, code: house.code(of: kim)).asked
        let app = try #require(try await house.store.authenticators(of: kim.name).first).id
        #expect(try await house.store.apply(.revoked, to: app, of: kim.name, at: house.clock.now) != nil)
        let end = await house.answer(asked, "yes", by: house.visitor(kim.name, kim.certificate))
        #expect(end.refusal == .sessionEnded)
        #expect(house.access.ownAccount.openSessions(of: kim.name).isEmpty)
    }

    @Test func `lifts no lock that came while it waited`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password, code: house.code(of: kim)).asked
        for _ in 0..<5 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        #expect(await house.answer(asked, "yes", by: house.visitor(kim.name, kim.certificate)).isSignedIn)
        house.clock.advance(by: .seconds(30))
        #expect(await house.login(kim).refusal == .accountLocked)
    }

    @Test func `ends with the node`() async throws {
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        _ = try await house.login(kim, password: Gatekeeper.password).asked
        try await house.access.housekeeping.settle(at: house.clock.now)
        #expect(keeper.ended == 1 && house.access.openLoginCount == 0)
    }
}
