internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore
internal import Testing

extension StoreContract {
    private static func measure(
        _ id: String, at second: Int64 = 0, step: WatchMeasure = .endSessions, account: String = "doe-3c4d",
        isDrill: Bool = false
    ) -> TakenMeasure {
        TakenMeasure(
            id: id, at: Sample.start + .seconds(second), account: Sample.name(account), rule: "partner-objects",
            kind: .distinctObjects, observed: "101", limit: "100 in 10m", step: step, severity: .high,
            grounds: ["00000000000000010000000000000002", "00000000000000010000000000000003"],
            owner: Sample.name("kim-7f3a"), isDrill: isDrill,
            certificates: [Sample.digest(1), Sample.digest(2)],
            effect: TakenMeasure.Effect(grants: ["g-1"], locks: [], sessionsEnded: 1))
    }

    private static let lift = TakenMeasure.Lift(
        at: Sample.start + .seconds(60), by: Sample.name("sec-4d5e"), reason: "agreed")

    static let measures: [StoreClaim] = [
        StoreClaim("a measure is put once, comes back as it was put, and gains what it did") { store in
            #expect(try await store.insert(measure("m-1")))
            #expect(try await !store.insert(measure("m-1", at: 9)))
            #expect(try await store.measure("m-1") == measure("m-1"))
            #expect(try await store.measure("m-2") == nil)
            let effect = TakenMeasure.Effect(
                grants: ["g-1", "g-2"], foundPaused: ["g-3"], locks: ["lock-1"], sessionsEnded: 2)
            try await store.note(effect, of: "m-1")
            #expect(try await store.measure("m-1")?.effect == effect)
            await #expect(throws: StoreError.notFound(.measure)) { try await store.note(effect, of: "m-2") }
        },
        StoreClaim("of 50 who lift a measure one does, and it stays for the history") { store in
            _ = try await store.insert(measure("m-1"))
            _ = try await store.insert(measure("m-2", at: 5))
            let won = try await winners(of: 50) { _ in
                do throws(StoreError) {
                    try await store.liftMeasure("m-1", lift)
                    return true
                } catch {
                    return false
                }
            }
            #expect(won == 1)
            #expect(try await store.measures(lifted: false, limit: 9).map(\.id) == ["m-2"])
            #expect(try await store.measures(lifted: true, limit: 9).map(\.id) == ["m-2", "m-1"])
            #expect(try await store.measures(lifted: true, limit: 1).map(\.id) == ["m-2"])
            #expect(try await store.measure("m-1")?.lift == lift)
        },
        StoreClaim("measures that hold are found by what they put in the way, or found there") { store in
            for (id, isDrill) in [("m-1", false), ("m-2", false), ("m-3", true)] {
                _ = try await store.insert(measure(id, isDrill: isDrill))
            }
            let effect = TakenMeasure.Effect(grants: ["g-7"], foundPaused: ["g-8", "g-9"], locks: ["l-1", "l-2"])
            try await store.note(effect, of: "m-2")
            #expect(try await store.measures(naming: "g-1").map(\.id) == ["m-1"])
            for thing in ["g-7", "g-8", "g-9", "l-1", "l-2"] {
                #expect(try await store.measures(naming: thing).map(\.id) == ["m-2"])
            }
            for thing in ["g", "-1", "g-7 g-8", "l-3"] {
                #expect(try await store.measures(naming: thing).isEmpty)
            }
            try await store.liftMeasure("m-2", lift)
            #expect(try await store.measures(naming: "l-1").isEmpty)
        },
        StoreClaim("measures that hold are found by whom they are about") { store in
            for (id, person, isDrill) in [
                ("m-1", "doe-3c4d", false), ("m-2", "doe-3c4d", false), ("m-3", "kim-7f3a", false),
                ("m-4", "doe-3c4d", true),
            ] {
                _ = try await store.insert(measure(id, account: person, isDrill: isDrill))
            }
            try await store.liftMeasure("m-2", lift)
            #expect(try await store.measures(about: Sample.name("doe-3c4d")).map(\.id) == ["m-1"])
            #expect(try await store.measures(about: Sample.name("nobody-0a0a")).isEmpty)
        },
        StoreClaim("what people proved is in doubt since the last measure that holds and says so") { store in
            _ = try await store.insert(measure("m-1", at: 1, step: .stepUp))
            _ = try await store.insert(measure("m-2", at: 5, step: .stepUp))
            _ = try await store.insert(measure("m-3", at: 9))
            _ = try await store.insert(measure("m-4", at: 9, step: .stepUp, isDrill: true))
            #expect(try await store.doubts() == [Sample.name("doe-3c4d"): Sample.start + .seconds(5)])
            try await store.liftMeasure("m-2", lift)
            #expect(try await store.doubts() == [Sample.name("doe-3c4d"): Sample.start + .seconds(1)])
        },
        StoreClaim("measures of long ago go when they were lifted, and drills") { store in
            for (id, isDrill) in [("m-1", false), ("m-2", false), ("m-3", true)] {
                _ = try await store.insert(measure(id, isDrill: isDrill))
            }
            try await store.liftMeasure("m-1", lift)
            try await store.removeMeasures(takenBefore: Sample.start)
            #expect(try await store.measures(lifted: true, limit: 9).count == 3)
            try await store.removeMeasures(takenBefore: Sample.start + .seconds(1))
            #expect(try await store.measures(lifted: true, limit: 9).map(\.id) == ["m-2"])
        },
    ]
}
