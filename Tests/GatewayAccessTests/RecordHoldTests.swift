import GatewayAccess
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@Suite struct `A hold on records` {
    @Test func `is recorded before it holds, and lifted by another than who set it`() async throws {
        let house = try await House()
        let administration = house.administration
        let one = House.mandate(.administrator(AccountName(stored: "sec-4d5e")), "incident 17")
        let hold = try await administration.holdRecords(from: house.clock.now - .seconds(60), to: nil, one)
        #expect(try await administration.recordHolds() == [hold])
        #expect(hold.by.text == "sec-4d5e" && hold.reason == "incident 17")
        await #expect(throws: AdministrationProblem.ownRequest) { try await administration.liftHold(hold.id, one) }
        let other = House.mandate(.administrator(AccountName(stored: "han-1a2b")), "closed")
        try await administration.liftHold(hold.id, other)
        #expect(try await administration.recordHolds().isEmpty)
        await #expect(throws: AdministrationProblem.notFound(.recordHold)) {
            try await administration.liftHold(hold.id, other)
        }
        let events = house.record.events.filter { [.recordsHeld, .recordsReleased].contains($0.kind) }
        #expect(events.map(\.kind) == [.recordsHeld, .recordsReleased])
        #expect(events.allSatisfy { $0.details["hold"] == hold.id })
    }

    @Test func `of no time is none`() async throws {
        let house = try await House()
        let now = house.clock.now
        await #expect(throws: AdministrationProblem.emptyPeriod) {
            try await house.administration.holdRecords(from: now, to: now, House.operatorMandate)
        }
        #expect(try await house.administration.recordHolds().isEmpty)
    }
}
