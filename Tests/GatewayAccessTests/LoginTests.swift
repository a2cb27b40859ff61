import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewaySessions
import GatewayStore
import GatewayTesting
import Synchronization
import Testing

@testable import GatewayAccess

@Suite struct `A login` {
    @Test func `with a bound certificate and a right code opens a session`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let grant = try await house.login(kim).grant
        #expect(grant.session.account == kim.name)
        #expect(grant.session.proofs.map(\.kind) == [.certificate, .totp])
        #expect(grant.session.refusal(at: house.clock.now, certificate: kim.certificate) == nil)
    }

    @Test func `counts a code before it verifies it`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = house.store.calls.take()
        _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now))
        let calls = house.store.calls.take()
        let counted = try #require(calls.firstIndex(of: "compareAndSwap"))
        let verified = try #require(calls.firstIndex(of: "acceptStep"))
        #expect(counted < verified)
    }

    @Test func `is refused with a code that was accepted before, as replayed in the record and as wrong outside`()
        async throws
    {
        let house = try await House()
        let kim = try await house.person()
        let code = house.code(of: kim)
        #expect(await house.login(kim, code: code).isSignedIn)
        let again = await house.login(kim, code: code)
        #expect(again.refusal == .otpReplayed)
        #expect(again.refusal?.publicReason == .factorFailed)
        #expect(house.warnings.toOwners.map(\.event).contains(.codeReplayed))
    }

    @Test func `of fifty parallel posts of one code lets exactly one in`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let code = house.code(of: kim)
        let entered = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { await house.login(kim, code: code).isSignedIn } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(entered == 1)
        #expect(house.access.ownAccount.openSessions(of: kim.name).count == 1)
    }

    @Test func `without any factor counts nothing and opens nothing`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = house.store.calls.take()
        let outcome = await house.access.login.attempt(PresentedFactors(), by: house.visitor(kim.name, kim.certificate))
        #expect(outcome.refusal == .factorMissing)
        #expect(house.store.calls.take().isEmpty)
    }

    @Test func `with a password, which nobody has here, is counted and refused like a wrong code`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let outcome = await house.access.login.attempt(
            PresentedFactors(password: SecretBytes(copying: "correct horse".utf8)),
            by: house.visitor(kim.name, kim.certificate))
        #expect(outcome.refusal == .factorFailed)
        #expect(try await house.store.attempts(for: AttemptKey(account: kim.name, factor: .password)).consecutive == 1)
    }

    @Test func `with one right and one wrong factor is refused`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let outcome = await house.access.login.attempt(
            PresentedFactors(totp: house.code(of: kim), recoveryCode: "0000-0000-0000-0000"),
            by: house.visitor(kim.name, kim.certificate))
        #expect(outcome.refusal == .factorFailed)
        #expect(house.access.ownAccount.openSessions(of: kim.name).isEmpty)
    }

    @Test func `tells of the login before and of the failures since`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let first = house.clock.now
        let one = try await house.enter(kim)
        #expect(one.notice.lastLogin == nil)
        _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now))
        let two = try await house.enter(kim)
        #expect(two.notice.lastLogin == first)
        #expect(two.notice.failuresSince == 1)
        #expect(two.notice.lastFailureFrom == Sample.address)
    }

    @Test func `of an account whose roles exclude each other is refused, right code or not`() async throws {
        let house = try await House()
        let kim = try await house.person(roles: ["staff", "auditor"])
        house.access.adopt(
            policy: try HousePolicy.snapshot { $0.roles[RoleName("staff")]?.excludes = [RoleName("auditor")] })
        #expect(await house.login(kim).refusal == .roleConflict)
    }

    @Test func `of somebody who is disabled while it is being recorded opens nothing`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.record.duringNext {
            do {
                try await house.administration.disable(kim.name, House.operatorMandate)
            } catch {
                Issue.record(error)
            }
        }
        #expect(await house.login(kim).refusal == .sessionEnded)
        #expect(house.access.ownAccount.openSessions(of: kim.name).isEmpty)
        try await house.tick()
        #expect(try await house.store.liveSessions().isEmpty)
    }

    @Test func `by a device that is reported lost while it is being recorded opens nothing`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let app = try #require(try await house.store.authenticators(of: kim.name).first).id
        house.record.duringNext {
            do {
                _ = try await house.store.apply(.reportedLost, to: app, of: kim.name, at: house.clock.now)
            } catch {
                Issue.record(error)
            }
        }
        #expect(await house.login(kim).refusal == .sessionEnded)
        #expect(house.access.ownAccount.openSessions(of: kim.name).isEmpty)
    }

    @Test func `is held back until the floor, and longer after failures`() async throws {
        let waits = Waits()
        let pacing = AnswerPacing(floor: .milliseconds(250)) { span in waits.note(span) }
        await pacing.hold(since: .now, penalty: .zero)
        await pacing.hold(since: .now, penalty: .seconds(4))
        let spans = waits.all
        #expect(spans.count == 2)
        #expect(spans[0] > .milliseconds(150) && spans[0] <= .milliseconds(250))
        #expect(spans[1] > .milliseconds(3900) && spans[1] <= .seconds(4))
    }

    @Test func `that took longer than the floor is held back to a whole multiple of it, where that is asked`() async {
        let waits = Waits()
        let pacing = AnswerPacing(floor: .milliseconds(250)) { span in waits.note(span) }
        let begin = ContinuousClock.now - .milliseconds(2010)
        await pacing.hold(since: begin, penalty: .zero, wholeFloors: true)
        await pacing.hold(since: begin, penalty: .zero)
        #expect(waits.all.count == 1)
        #expect(waits.all.allSatisfy { $0 > .zero && $0 <= .milliseconds(250) })
    }
}

@Suite struct `A stranger` {
    @Test func `with a certificate that is bound to nobody touches nobody's counter`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = house.store.calls.take()
        let stranger = Sample.certificate(0x66, serial: "66")
        for _ in 0..<20 {
            let outcome = await house.access.login.attempt(
                PresentedFactors(totp: "000000"), by: house.visitor(kim.name, stranger))
            #expect(outcome.refusal == .certificateNotBound)
        }
        #expect(house.store.calls.take().isEmpty)
        #expect(await house.login(kim).isSignedIn)
    }

    @Test func `with a certificate of another account cannot use up that account's tries`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let lee = try await house.person("lee-90aa", certificate: 2)
        for _ in 0..<20 {
            let outcome = await house.access.login.attempt(
                PresentedFactors(totp: "000000"), by: house.visitor(kim.name, lee.certificate))
            #expect(outcome.refusal == .certificateNotBound)
        }
        #expect(await house.login(kim).isSignedIn)
    }

    @Test func `who fails too often is not worked for any more, by address and by no account`() async throws {
        let house = try await House(sourceLimits: SourceLimits(failures: 3))
        let kim = try await house.person()
        let elsewhere = try #require(NetworkAddress("198.51.100.9"))
        let stranger = Sample.certificate(0x66, serial: "66")
        for _ in 0..<3 {
            _ = await house.access.login.attempt(
                PresentedFactors(totp: "000000"), by: house.visitor(kim.name, stranger, source: elsewhere))
        }
        guard case .throttled = await house.login(kim, source: elsewhere) else {
            Issue.record("not throttled")
            return
        }
        #expect(house.warnings.toOfficer.map(\.event).contains(.sourceBlocked))
        #expect(house.record.events(.signInRefused).last?.reason == .sourceThrottled)
        #expect(await house.login(kim).isSignedIn)
    }
}

/// Notes how long an answer would have been held back.
private final class Waits: Sendable {
    private let spans = Mutex<[Duration]>([])
    func note(_ span: Duration) { spans.withLock { $0.append(span) } }
    var all: [Duration] { spans.withLock { $0 } }
}
