import GatewayIdentity
import GatewayTesting
import Synchronization
import Testing

@testable import GatewayAccess

@Suite struct `Turns at logging in` {
    private let kim = Sample.name("kim-7f3a")
    private let lee = Sample.name("lee-90aa")

    @Test func `are so many for an account, for a source and altogether`() throws {
        let turns = LoginTurns(limits: .init(perAccount: 2, perSource: 3, altogether: 4))
        let elsewhere = try #require(NetworkAddress("198.51.100.9"))
        #expect(turns.admit(kim, from: Sample.address) == .admitted)
        #expect(turns.admit(kim, from: Sample.address) == .admitted)
        #expect(turns.admit(kim, from: elsewhere) == .full(.account))
        #expect(turns.admit(lee, from: Sample.address) == .admitted)
        #expect(turns.admit(lee, from: Sample.address) == .full(.source))
        #expect(turns.admit(lee, from: elsewhere) == .admitted)
        #expect(turns.admit(Sample.name("park-11b0"), from: elsewhere) == .full(.node))
        turns.leave(kim, from: Sample.address)
        #expect(turns.admit(kim, from: elsewhere) == .admitted)
        #expect(LoginCrowd.allCases.map { turns.turnedAway(by: $0) } == [1, 1, 1])
    }

    @Test func `are taken one after the other by one account, side by side by others`() async throws {
        let turns = LoginTurns()
        let crowd = Crowd()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask { [kim] in
                    guard turns.admit(kim, from: Sample.address) == .admitted else { return }
                    await turns.inTurn(of: kim) {
                        crowd.enter()
                        await Task.yield()
                        crowd.leave()
                    }
                    turns.leave(kim, from: Sample.address)
                }
            }
        }
        #expect(crowd.most == 1)
        #expect(turns.admit(kim, from: Sample.address) == .admitted)
    }

    /// A storm of wrong codes holds up nobody but itself.
    @Test func `that one account cannot get hold up no other, and cost no call of the store`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let lee = try await house.person("lee-90aa", certificate: 2)
        let turns = house.access.core.turns
        for _ in 0..<64 { #expect(turns.admit(kim.name, from: Sample.address) == .admitted) }
        _ = house.store.calls.take()
        guard case .throttled = await house.login(kim) else {
            Issue.record("not turned away")
            return
        }
        #expect(house.store.calls.take().isEmpty)
        #expect(house.record.events(.signInRefused).isEmpty)
        guard
            case .throttled = try await house.access.securityKeyOffer.options(
                for: house.visitor(kim.name, kim.certificate))
        else {
            Issue.record("a challenge for somebody who is turned away")
            return
        }
        #expect(house.store.calls.take().isEmpty)
        #expect(await house.login(lee).isSignedIn)
    }
}

/// How many are in the same place at a time.
private final class Crowd: Sendable {
    private struct Count {
        var now = 0
        var most = 0
    }

    private let count = Mutex(Count())

    func enter() {
        count.withLock { count in
            count.now += 1
            count.most = max(count.most, count.now)
        }
    }

    func leave() { count.withLock { $0.now -= 1 } }
    var most: Int { count.withLock { $0.most } }
}
