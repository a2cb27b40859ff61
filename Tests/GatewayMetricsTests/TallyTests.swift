import Testing

@testable import GatewayMetrics

@Suite struct `A tally` {
    private func read(_ schema: MetricSchema, _ sheets: MetricSheet...) throws -> [StrictReader.Family] {
        try StrictReader.read(Exposition.text(of: schema.families(in: sheets), as: .text))
    }

    @Test func `counts each row of its labels by itself`() throws {
        var schema = MetricSchema()
        let before = schema.counter("before", "Stands in front", by: Size.self)
        let things = schema.counter("things", "Things", by: Pair<Colour, Size>.self)
        let after = schema.counter("after", "Stands behind")
        let tally = LoopTally(schema)
        tally.count(things, Pair(.red, .small))
        tally.count(things, Pair(.green, .large), by: 5)
        tally.count(things, Pair(.blue, .large))
        let read = try read(schema, tally.sheet)
        for (colour, size, count) in [
            ("red", "small", 1), ("red", "large", 0), ("green", "small", 0), ("green", "large", 5),
            ("blue", "small", 0),
            ("blue", "large", 1),
        ] as [(String, String, Double)] {
            #expect(read.has("things_total", ["colour": colour, "size": size]))
            #expect(read.value("things_total", ["colour": colour, "size": size]) == count)
        }
        #expect(read.value("before_total", ["size": "large"]) == 0)
        #expect(read.value("after_total") == 0)
        tally.count(before, .large)
        tally.count(after)
        #expect(try self.read(schema, tally.sheet).value("before_total", ["size": "large"]) == 1)
        #expect(try self.read(schema, tally.sheet).value("after_total") == 1)
    }

    @Test func `of each loop adds to what is shown`() throws {
        var schema = MetricSchema()
        let things = schema.counter("things", "Things")
        let open = schema.gauge("open", "Open things")
        let (one, other) = (LoopTally(schema), LoopTally(schema))
        one.count(things, by: 3)
        other.count(things, by: 4)
        // It came on one loop and went on the other.
        one.change(open, by: 2)
        other.change(open, by: -1)
        let read = try read(schema, one.sheet, other.sheet)
        #expect(read.value("things_total") == 7)
        #expect(read.value("open") == 1)
    }

    @Test func `puts a time into the bucket whose bound it does not pass`() throws {
        let bounds = Buckets.work.bounds
        for (index, bound) in bounds.enumerated() {
            #expect(Buckets.work.index(of: bound) == index)
            #expect(Buckets.work.index(of: bound + 1) == index + 1)
        }
        #expect(Buckets.work.index(of: 0) == 0)
        #expect(Buckets.work.index(of: .max) == bounds.count)
    }

    @Test func `takes a clock that went back for no time at all`() throws {
        var schema = MetricSchema()
        let waits = schema.histogram("wait_seconds", "Waiting", in: .work, by: Size.self)
        let tally = LoopTally(schema)
        tally.observe(waits, .large, nanoseconds: -1)
        let read = try read(schema, tally.sheet)
        #expect(read.value("wait_seconds_bucket", ["le": "0.000025", "size": "large"]) == 1)
        #expect(read.value("wait_seconds_sum", ["size": "large"]) == 0)
        #expect(read.value("wait_seconds_count", ["size": "small"]) == 0)
    }

    @Test func `shows rows that are rare when they have occurred`() throws {
        var schema = MetricSchema()
        let days = schema.counter("days", "Days", by: Weather.self)
        let tally = LoopTally(schema)
        #expect(try read(schema, tally.sheet).map(\.samples.count) == [0])
        tally.count(days, .rain)
        #expect(try read(schema, tally.sheet).first?.samples.map(\.labels) == [["weather": "rain"]])
    }

    @Test func `says what was seen last where nothing is counted`() throws {
        var schema = MetricSchema()
        let idle = schema.gauge("idle", "Idle", by: Size.self)
        let tally = LoopTally(schema)
        tally.set(idle, .small, to: 7)
        tally.set(idle, .small, to: 3)
        #expect(try read(schema, tally.sheet).value("idle", ["size": "small"]) == 3)
    }

    /// One writer a loop, a reader at any time: no number is torn, lost or seen to go back.
    @Test func `is read while it is written`() async throws {
        var schema = MetricSchema()
        let things = schema.counter("things", "Things")
        let (made, loops, rounds) = (schema, 3, 20_000)
        let sheets = await withTaskGroup(of: Void.self) { group in
            var sheets: [MetricSheet] = []
            for _ in 0..<loops {
                let (started, starting) = AsyncStream<MetricSheet>.makeStream()
                group.addTask {
                    let tally = LoopTally(made)
                    starting.yield(tally.sheet)
                    for _ in 0..<rounds { tally.count(things) }
                }
                for await sheet in started.prefix(1) { sheets.append(sheet) }
            }
            var last = 0
            while last < loops * rounds {
                let sum = sheets.reduce(0) { $0 + Int($1.value(at: 0)) }
                #expect(sum >= last && sum <= loops * rounds)
                last = sum
                await Task.yield()
            }
            return sheets
        }
        #expect(sheets.map { $0.value(at: 0) } == Array(repeating: UInt64(rounds), count: loops))
    }

    @Test func `for everybody loses nothing, whoever counts`() async throws {
        var schema = MetricSchema()
        let things = schema.counter("things", "Things", by: Size.self)
        let tally = SharedTally(schema)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1000 { tally.count(things, .large) } }
            }
        }
        #expect(try read(schema, tally.sheet).value("things_total", ["size": "large"]) == 8000)
    }
}
