import GatewayAccess
import GatewayIdentity
import GatewaySessions
import GatewayTesting
import Testing

@Suite struct `A handoff code` {
    private func scene() async throws -> (house: House, kim: Inhabitant, session: LiveSession, code: String) {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        let code = try #require(
            try await house.access.handoffs.mint(
                for: session, to: "build.example", by: house.visitor(kim.name, kim.certificate)))
        return (house, kim, session, code.text)
    }

    @Test func `opens the session on the console it was made for, by a cookie of that host alone`() async throws {
        let (house, kim, session, code) = try await scene()
        let entry = try #require(
            try await house.access.handoffs.redeem(
                code, by: house.visitor(kim.name, kim.certificate, host: "build.example")))
        #expect(entry.session === session)
        #expect(house.access.session(token: entry.cookie.hash, scope: .host("build.example")) === session)
        #expect(house.access.session(token: entry.cookie.hash, scope: .host("gate.example")) == nil)
    }

    @Test func `works once, even for fifty at a time`() async throws {
        let (house, kim, _, code) = try await scene()
        let entered = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await house.access.handoffs.redeem(
                        code, by: house.visitor(kim.name, kim.certificate, host: "build.example")) != nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(entered == 1)
    }

    @Test func `is refused on another host`() async throws {
        let (house, kim, _, code) = try await scene()
        #expect(
            try await house.access.handoffs.redeem(
                code, by: house.visitor(kim.name, kim.certificate, host: "fab.example")) == nil)
        #expect(house.record.events(.handoffRefused).count == 1)
    }

    @Test func `is refused to another certificate`() async throws {
        let (house, kim, _, code) = try await scene()
        let other = Sample.certificate(0x33, serial: "33")
        #expect(
            try await house.access.handoffs.redeem(code, by: house.visitor(kim.name, other, host: "build.example"))
                == nil)
    }

    @Test func `is refused after a minute`() async throws {
        let (house, kim, _, code) = try await scene()
        house.clock.advance(by: .seconds(60))
        #expect(
            try await house.access.handoffs.redeem(
                code, by: house.visitor(kim.name, kim.certificate, host: "build.example")) == nil)
    }

    @Test func `is refused when the session has ended meanwhile`() async throws {
        let (house, kim, session, code) = try await scene()
        try await house.access.ownAccount.signOut(of: session, requestID: RequestID(high: 1, low: 1))
        #expect(
            try await house.access.handoffs.redeem(
                code, by: house.visitor(kim.name, kim.certificate, host: "build.example")) == nil)
    }

    @Test func `is not given for a session that is not the visitor's`() async throws {
        let (house, kim, session, _) = try await scene()
        let other = Sample.certificate(0x33, serial: "33")
        #expect(
            try await house.access.handoffs.mint(for: session, to: "build.example", by: house.visitor(kim.name, other))
                == nil)
    }

    @Test(arguments: ["", "x", "not a code at all", String(repeating: "A", count: 300)])
    func `that is none is refused without a word`(text: String) async throws {
        let (house, kim, _, _) = try await scene()
        #expect(
            try await house.access.handoffs.redeem(
                text, by: house.visitor(kim.name, kim.certificate, host: "build.example")) == nil)
    }
}
