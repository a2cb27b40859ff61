import GatewayIdentity
import GatewayTesting
import Testing

@testable import GatewayReview

@Suite struct `The calendar of reviews` {
    private static func at(_ text: String) throws -> UnixTime { try #require(RFC3339.parse(text)) }

    @Test(arguments: [
        ("2026-11-30T23:59:59.999+09:00", "2026-11"), ("2026-12-01T00:00:00+09:00", "2026-12"),
        // Still November in Greenwich.
        ("2026-11-30T15:00:00Z", "2026-12"), ("2028-02-29T12:00:00+09:00", "2028-02"),
        ("2027-02-28T23:59:59+09:00", "2027-02"),
    ])
    func `cuts months at midnight of Korea, half open`(time: String, name: String) throws {
        let time = try Self.at(time)
        let period = ReviewInterval.month.period(at: time)
        #expect(period.name == name)
        #expect(period.contains(time) && !period.contains(period.to))
        #expect(ReviewInterval.month.period(at: period.to).from == period.to)
    }

    @Test(arguments: [
        ("2026-10-01T00:00:00+09:00", "2026-Q4"), ("2026-09-30T23:59:59+09:00", "2026-Q3"),
        ("2028-03-31T10:00:00+09:00", "2028-Q1"), ("2027-06-30T10:00:00+09:00", "2027-Q2"),
    ])
    func `cuts quarters so, too`(time: String, name: String) throws {
        #expect(ReviewInterval.quarter.period(at: try Self.at(time)).name == name)
    }

    @Test(arguments: [
        // ISO 8601: a week belongs to the year of its Thursday.
        ("2027-01-01T10:00:00+09:00", "2026-W53"), ("2025-12-29T00:00:00+09:00", "2026-W01"),
        ("2026-11-23T09:00:00+09:00", "2026-W48"), ("2024-12-30T09:00:00+09:00", "2025-W01"),
    ])
    func `names weeks as ISO 8601 does`(time: String, name: String) throws {
        #expect(ReviewInterval.week.period(at: try Self.at(time)).name == name)
    }

    @Test(arguments: ReviewInterval.allCases)
    func `leaves no gap and counts nothing twice, over leap years and turns of the century`(interval: ReviewInterval)
        throws
    {
        var period = interval.period(at: try Self.at("2101-06-01T00:00:00+09:00"))
        let begin = try Self.at("1999-01-01T00:00:00+09:00")
        var names: Set<String> = []
        while period.from > begin {
            #expect(names.insert(period.name).inserted)
            #expect(interval.period(named: period.name) == period)
            let before = interval.period(before: period)
            #expect(before.to == period.from && before.from < before.to)
            period = before
        }
    }

    @Test(arguments: [
        "2026-13", "2026-00", "2026-Q5", "2026-W54", "2026-W00", "26-11", "2026-11-01", "", "2026-Q0", "2027-W53",
    ])
    func `takes no name of a period that there is not`(name: String) {
        #expect(ReviewInterval.allCases.allSatisfy { $0.period(named: name) == nil })
    }

    @Test func `brings each period that is over, and none that runs`() throws {
        let begin = try Self.at("2026-08-20T10:00:00+09:00")
        let now = try Self.at("2026-11-23T10:00:00+09:00")
        let periods = ReviewInterval.month.periods(endedAfter: begin, by: now)
        #expect(periods.map(\.name) == ["2026-08", "2026-09", "2026-10"])
        let last = try #require(periods.last)
        #expect(ReviewInterval.month.periods(endedAfter: last.to, by: now).isEmpty)
        #expect(ReviewInterval.month.periods(endedAfter: last.to, by: last.to).isEmpty)
        let next = ReviewInterval.month.period(at: now)
        #expect(ReviewInterval.month.periods(endedAfter: last.to, by: next.to).map(\.name) == ["2026-11"])
        #expect(ReviewInterval.month.periods(endedAfter: last.to, by: next.to - .milliseconds(1)).isEmpty)
    }

    @Test func `makes at most twelve after a clock that jumped for years, and none when it jumps back`() throws {
        let begin = try Self.at("2026-08-20T10:00:00+09:00")
        let jumped = try Self.at("2036-08-20T10:00:00+09:00")
        let periods = ReviewInterval.month.periods(endedAfter: begin, by: jumped)
        #expect(periods.count == ReviewInterval.mostMissed)
        #expect(periods.last?.name == "2036-07")
        let last = try #require(periods.last)
        #expect(ReviewInterval.month.periods(endedAfter: last.to, by: begin).isEmpty)
    }

    @Test func `lets nobody review more seldom than the profile says`() {
        var rules = ReviewRules(intervals: [.accessRecords: .quarter, .rights: .month, .partnerReport: .week])
        #expect(rules.interval(of: .accessRecords) == .month)
        #expect(rules.interval(of: .rights) == .month)
        #expect(rules.interval(of: .partnerReport) == .week)
        #expect(rules.interval(of: .partnerRights) == .month)
        #expect(rules.interval(of: .logBundle) == nil)
        rules.dueDays = 3
        let period = ReviewInterval.month.period(at: UnixTime(seconds: 0))
        #expect(rules.due(period) == period.to + .seconds(3 * 86400))
    }
}
