import GatewayTime
import Testing

@Suite struct `A clock` {
    private let judge = ClockJudge(warn: .seconds(1), deny: .seconds(2))

    private func standing(_ offset: Int, _ uncertainty: Int) -> ClockStanding {
        judge.standing(ClockReading(offset: .milliseconds(offset), uncertainty: .milliseconds(uncertainty)))
    }

    /// T102: beyond a second an alarm, beyond two or unknown no classified console.
    @Test(arguments: [
        (0, 5, ClockStanding.safe), (-950, 40, .safe), (1000, 0, .safe), (950, 60, .warn), (-1500, 20, .warn),
        (2000, 0, .warn), (2001, 0, .unsafe), (-2600, 100, .unsafe), (0, 2001, .unknown), (1900, 200, .unknown),
        (3_600_000, 5, .unsafe),
    ])
    func `T102: counts as the worst that is possible`(offset: Int, uncertainty: Int, expected: ClockStanding) {
        #expect(standing(offset, uncertainty) == expected)
        #expect(standing(-offset, uncertainty) == expected)
    }

    @Test func `T102: that nobody knows closes classified consoles, as one that is off does`() {
        #expect(judge.standing(nil) == .unknown)
        #expect(ClockStanding.allCases.filter(\.denies) == [.unsafe, .unknown])
    }

    private func reading(_ offset: Int, _ uncertainty: Int = 10) -> ClockReading {
        ClockReading(offset: .milliseconds(offset), uncertainty: .milliseconds(uncertainty))
    }

    @Test func `is what most of its sources allow, so that one that lies changes nothing`() throws {
        let together = try #require(ClockReading.combined([reading(3), reading(5000), reading(9)]))
        #expect(together.offset == .milliseconds(6) && together.uncertainty == .milliseconds(7))
    }

    @Test func `is unknown where its sources contradict each other, or are silent`() {
        #expect(ClockReading.combined([reading(0), reading(5000)]) == nil)
        #expect(ClockReading.combined([]) == nil)
        #expect(ClockReading.combined([reading(7)]) == reading(7))
    }

    @Test func `that is set between two answers has moved by as much`() {
        let later = reading(0).aged(by: .seconds(20), shown: .seconds(3620))
        #expect(later.offset == .seconds(-3600))
        #expect(later.uncertainty == .milliseconds(20))
        #expect(judge.standing(later) == .unsafe)
    }
}
