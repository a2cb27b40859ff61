import GatewayIdentity
import GatewayStore
import Testing

extension StoreContract {
    static let recordHolds: [StoreClaim] = [
        StoreClaim("a hold on records comes back as it was set, until it is lifted, once") { store in
            let by = Sample.name("sec-4d5e")
            let holds = [
                RecordHold(id: "h-1", from: nil, to: nil, reason: "dispute", by: by, at: Sample.start),
                RecordHold(
                    id: "h-2", from: Sample.start - .seconds(60), to: Sample.start, reason: "incident 17", by: by,
                    at: Sample.start + .seconds(1)),
            ]
            for hold in holds { try await store.insert(hold) }
            await #expect(throws: StoreError.conflict(.identifierExists)) { try await store.insert(holds[0]) }
            #expect(try await store.holds() == holds)
            let other = Sample.name("han-1a2b")
            try await store.liftHold("h-1", by: other, at: Sample.start + .seconds(9), reason: "settled")
            #expect(try await store.holds() == [holds[1]])
            await #expect(throws: StoreError.notFound(.recordHold)) {
                try await store.liftHold("h-1", by: other, at: Sample.start + .seconds(10), reason: "again")
            }
        }
    ]
}
