import Testing

@testable import GatewayMetrics

@Suite struct `A roll of names` {
    private func shown(_ schema: MetricSchema, _ tally: LoopTally) throws -> [StrictReader.Family] {
        try StrictReader.read(Exposition.text(of: schema.families(in: [tally.sheet]), as: .text))
    }

    @Test func `gives a name the same place whenever it is called`() {
        let roll = NameRoll(label: "console", limit: 4)
        let build = roll.place(of: "build")
        #expect(roll.place(of: "notice") != build)
        #expect(roll.place(of: "build") == build)
        #expect(build != .other)
    }

    /// A policy that is reloaded with new names for ever makes no more series than this.
    @Test func `puts all names beyond its limit together`() throws {
        let roll = NameRoll(label: "console", limit: 3)
        var schema = MetricSchema()
        let requests = schema.counter("requests", "Requests", of: roll, by: Colour.self)
        let behind = schema.counter("behind", "Stands behind")
        let tally = LoopTally(schema)
        for name in 0..<1000 { tally.count(requests[roll.place(of: "console-\(name)")], .red) }
        let read = try shown(schema, tally)
        #expect(read.value("requests_total", ["console": "console-0", "colour": "red"]) == 1)
        #expect(read.value("requests_total", ["console": "console-1", "colour": "red"]) == 1)
        #expect(read.value("requests_total", ["console": "other", "colour": "red"]) == 998)
        #expect(read.first { $0.name == "requests_total" }?.samples.count == 3)
        tally.count(behind)
        #expect(try shown(schema, tally).value("behind_total") == 1)
    }

    @Test func `keeps the numbers of one name from those of another`() throws {
        let roll = NameRoll(label: "console", limit: 8)
        var schema = MetricSchema()
        let requests = schema.counter("requests", "Requests", of: roll, by: Pair<Colour, Size>.self)
        let times = schema.histogram("time_seconds", "Time", in: .wait, of: roll)
        let idle = schema.gauge("idle", "Idle", of: roll)
        let tally = LoopTally(schema)
        let (build, notice) = (roll.place(of: "build"), roll.place(of: "notice"))
        tally.count(requests[build], Pair(.blue, .large))
        tally.observe(times[notice], nanoseconds: 3_000_000)
        tally.change(idle[build], by: 2)
        let read = try shown(schema, tally)
        #expect(read.value("requests_total", ["console": "build", "colour": "blue", "size": "large"]) == 1)
        #expect(read.first { $0.name == "requests_total" }?.samples.count == 1)
        #expect(read.value("time_seconds_bucket", ["console": "notice", "le": "0.0025"]) == 0)
        #expect(read.value("time_seconds_bucket", ["console": "notice", "le": "0.005"]) == 1)
        #expect(!read.has("time_seconds_count", ["console": "build"]))
        #expect(read.value("idle", ["console": "build"]) == 2)
    }

    @Test func `never has less than a place for the others`() {
        #expect(NameRoll(label: "console", limit: 0).place(of: "build") == .other)
    }
}
