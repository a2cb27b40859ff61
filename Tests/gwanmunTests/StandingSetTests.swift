import Testing

@testable import gwanmun

@Suite struct `What stands from one look to the next` {
    @Test func `is told once when it begins and once when it is over, and again when it comes back`() {
        var alarms = StandingSet<String>()
        func told(_ now: [String]) -> [[String]] {
            let changes = alarms.look(now)
            return [changes.begun, changes.over]
        }
        #expect(told(["stale", "missing"]) == [["stale", "missing"], []])
        #expect(told(["stale", "missing"]) == [[], []])
        #expect(told(["missing", "ends soon"]) == [["ends soon"], ["stale"]])
        #expect(told([]) == [[], ["missing", "ends soon"]])
        #expect(told(["stale"]) == [["stale"], []])
    }
}
