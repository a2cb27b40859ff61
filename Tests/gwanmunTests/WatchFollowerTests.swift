import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewayTesting
import Testing

@testable import gwanmun

@Suite struct `The watch behind the records` {
    private static let bytes = WatchCondition.volume(
        WatchVolume(bytes: 1000, requests: nil, times: nil, within: .seconds(600), learning: .zero))
    private static let queries = WatchCondition.distinctQueries(WatchRate(limit: 2, within: .seconds(600)))
    private static let objects = WatchCondition.distinctObjects(WatchRate(limit: 2, within: .seconds(600)))

    @Test func `looks on while answers end that began long ago, one after the other`() async throws {
        let place = try await WatchPlace(Self.objects)
        let last = try await place.write((0..<200).map { _ in place.access("/report", ago: .seconds(45)) })
        let follower = place.follower { last }
        for sequence in 1...last {
            _ = follower.take(try place.batch(after: sequence - 1, through: sequence))
        }
        #expect(place.access.monitor.isWatching)
    }

    @Test func `sees an answer that runs and does not end, and counts it once`() async throws {
        let place = try await WatchPlace(Self.bytes)
        let end = try await place.write([])
        let follower = place.follower { end }
        _ = follower.idleStep()
        place.running.show([place.runs(900)])
        _ = follower.idleStep()
        #expect(place.taker.waitingSince == nil)
        // Nobody looked since: nothing is seen twice.
        _ = follower.idleStep()
        place.running.show([place.runs(900)])
        _ = follower.idleStep()
        #expect(place.taker.waitingSince == nil)
        let last = try await place.write([place.access("/big", bytes: 950)])
        _ = follower.take(try place.batch(after: end, through: last))
        #expect(place.taker.waitingSince == nil)
        place.running.show([place.runs(60, request: 2)])
        _ = follower.idleStep()
        #expect(place.taker.waitingSince != nil)
    }

    @Test func `tells objects apart by what the path does not say`() async throws {
        for (marks, isAlarm) in [([1, 2, 3], true), ([1, 1, 1], false), ([nil, nil, nil], false)] as [([UInt64?], Bool)]
        {
            let place = try await WatchPlace(Self.queries)
            let last = try await place.write(marks.map { place.access("/drawing", mark: $0) })
            _ = place.follower { last }.take(try place.batch(through: last))
            #expect((place.taker.waitingSince != nil) == isAlarm, "\(marks)")
        }
    }

    @Test func `takes a stamp from the future for now`() async throws {
        let place = try await WatchPlace(Self.objects)
        let last = try await place.write(
            [place.access("/1", ago: .seconds(-86_400 * 5))] + ["/2", "/3"].map { place.access($0) })
        place.clock.advance(by: .seconds(700))
        let follower = place.follower { last }
        _ = follower.take(try place.batch(through: last))
        // The first counts as of now, the others as of ten minutes ago and more.
        #expect(place.taker.waitingSince != nil)
    }
}

@Suite struct `Up to when everything is seen` {
    private let start = ContinuousClock.now

    @Test func `is now when the end is reached, and then when the end was where we are`() {
        var seen = SeenUntil(end: 10, at: start)
        #expect(seen.saw(9, of: 12, at: start + .seconds(1)) == nil)
        #expect(seen.saw(10, of: 20, at: start + .seconds(2)) == start)
        #expect(seen.saw(19, of: 30, at: start + .seconds(3)) == nil)
        #expect(seen.saw(20, of: 40, at: start + .seconds(4)) == start + .seconds(2))
        #expect(seen.saw(40, of: 40, at: start + .seconds(5)) == start + .seconds(5))
    }
}

@Suite struct `The past that is read again` {
    private static let now = Sample.start
    private static let bounds = WatchedPast.Bounds(deeds: 100, records: 1000, stretch: 50)

    /// Of ten records one is a person's.
    private func find(_ end: UInt64, age: Duration = .seconds(3600), deedsIn ten: Int = 1) -> WatchedPast {
        WatchedPast.find(upTo: end, at: Self.now, within: Self.bounds) { after, through in
            WatchedPast.Stretch(deeds: Int(through - after) * ten / 10, oldest: Self.now - age)
        }
    }

    @Test func `is all of a short trail`() {
        #expect(find(100) == WatchedPast(first: 0, isCut: false))
        #expect(find(900) == WatchedPast(first: 0, isCut: false))
    }

    @Test func `counts what people did, so that strangers push nobody out`() {
        #expect(find(990) == WatchedPast(first: 0, isCut: false))
        #expect(find(5000, deedsIn: 10) == WatchedPast(first: 4900, isCut: true))
    }

    @Test func `has an end, and says so`() {
        #expect(find(5000) == WatchedPast(first: 4000, isCut: true))
    }

    @Test func `ends where nothing is remembered of`() {
        #expect(find(5000, age: .seconds(35 * 86_400)) == WatchedPast(first: 4950, isCut: false))
    }

    @Test func `is found in the trail itself`() async throws {
        let place = try await WatchPlace(.denials(WatchRate(limit: 1, within: .seconds(60))))
        let deeds = (0..<8).map { place.access("/\($0)") }
        let end = try await place.write(deeds + (0..<60).map { _ in place.stranger })
        func past(_ deeds: Int, _ records: UInt64) throws -> WatchedPast {
            try WatchedPast.find(
                in: place.audit, upTo: end, at: place.clock.now,
                within: .init(deeds: deeds, records: records, stretch: 20))
        }
        // Eight doings of a person behind sixty of nobody's: read.
        #expect(try past(50, 1000) == WatchedPast(first: 0, isCut: false))
        #expect(try past(5, 1000).first < 8)
        #expect(try past(5, 20) == WatchedPast(first: end - 20, isCut: true))
    }
}
