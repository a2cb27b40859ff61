import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewaySessions
import GatewayTesting
import Testing

@Suite struct `A terminal code` {
    private func scene() async throws -> (house: House, kim: Inhabitant, session: LiveSession, code: String) {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        let code = try #require(
            try await house.access.terminalCodes.mint(for: session, by: house.visitor(kim.name, kim.certificate)))
        return (house, kim, session, code)
    }

    @Test func `gives the session one more token, for the header alone`() async throws {
        let (house, kim, session, code) = try await scene()
        let token = try #require(try await redeem(code, by: kim, in: house))
        #expect(house.access.session(token: token.hash, scope: .header) === session)
        #expect(house.access.session(token: token.hash, scope: .host("gate.example")) == nil)
        #expect(house.record.events(.terminalCodeRedeemed).map(\.session) == [session.id.digest])
    }

    @Test func `works once, even for fifty at a time`() async throws {
        let (house, kim, _, code) = try await scene()
        let entered = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { try await redeem(code, by: kim, in: house) != nil } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(entered == 1)
    }

    @Test func `is refused to another certificate of the same person`() async throws {
        let (house, kim, _, code) = try await scene()
        let other = house.visitor(kim.name, Sample.certificate(0x33, serial: "33"))
        guard case .refused = try await house.access.terminalCodes.redeem(code, by: other) else {
            Issue.record("it was taken")
            return
        }
        #expect(house.record.events(.terminalCodeRefused).count == 1)
    }

    @Test func `is refused to another person`() async throws {
        let (house, _, _, code) = try await scene()
        let lee = try await house.person("lee-8b2c", certificate: 2)
        #expect(try await redeem(code, by: lee, in: house) == nil)
    }

    @Test func `is refused after two minutes`() async throws {
        let (house, kim, _, code) = try await scene()
        house.clock.advance(by: TerminalCodes.lifetime)
        #expect(try await redeem(code, by: kim, in: house) == nil)
    }

    @Test func `is refused when its session is over`() async throws {
        let (house, kim, session, code) = try await scene()
        try await house.access.ownAccount.signOut(of: session, requestID: RequestID(high: 7, low: 7))
        #expect(try await redeem(code, by: kim, in: house) == nil)
    }

    @Test func `is not made for a session that is over`() async throws {
        let (house, kim, session, _) = try await scene()
        try await house.access.ownAccount.signOut(of: session, requestID: RequestID(high: 7, low: 7))
        let visitor = house.visitor(kim.name, kim.certificate)
        #expect(try await house.access.terminalCodes.mint(for: session, by: visitor) == nil)
    }

    @Test func `is guessed at until the source is blocked`() async throws {
        let house = try await House(sourceLimits: SourceLimits(failures: 3))
        let kim = try await house.person()
        var answers: [String] = []
        for _ in 0..<4 {
            let visitor = house.visitor(kim.name, kim.certificate)
            switch try await house.access.terminalCodes.redeem("0000-0000-0000-0000", by: visitor) {
            case .entered: answers.append("entered")
            case .refused: answers.append("refused")
            case .throttled: answers.append("throttled")
            }
        }
        #expect(answers == ["refused", "refused", "refused", "throttled"])
    }

    private func redeem(_ code: String, by person: Inhabitant, in house: House) async throws -> SessionToken? {
        switch try await house.access.terminalCodes.redeem(code, by: house.visitor(person.name, person.certificate)) {
        case .entered(_, let token): token
        case .refused, .throttled: nil
        }
    }
}
