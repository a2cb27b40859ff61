import GatewayAccess
import GatewayDesk
import GatewayIdentity
import Testing

@testable import gwanmun

@Suite struct `What was heard of records` {
    private func heard(_ sequence: UInt64, by session: String? = nil, isWorthTelling: Bool = true) -> LiveRecords.Heard
    {
        .init(
            action: LiveAction(sequence: sequence, at: "", type: "access", outcome: "success", session: session),
            isWorthTelling: isWorthTelling)
    }

    @Test func `is the last of each, and the newest of those worth telling`() {
        var records = LiveRecords()
        records.take([heard(1, by: "a"), heard(2, by: "b", isWorthTelling: false), heard(3, by: "a")])
        #expect(records.last.mapValues(\.sequence) == ["a": 3, "b": 2])
        #expect(records.news(after: 0, limit: 9).actions.map(\.sequence) == [1, 3])
        #expect(records.news(after: 1, limit: 9).actions.map(\.sequence) == [3])
    }

    @Test func `is bounded, and says how many it leaves out`() {
        var records = LiveRecords()
        records.take((1...UInt64(2 * LiveRecords.newest)).map { heard($0) })
        let news = records.news(after: 0, limit: 10)
        #expect(news.actions.map(\.sequence).last == UInt64(2 * LiveRecords.newest))
        #expect((news.actions.count, news.leftOut) == (10, LiveRecords.newest - 10))
    }

    @Test func `forgets those who did nothing for longest`() {
        var records = LiveRecords()
        records.take((1...UInt64(2 * LiveRecords.visitors + 1)).map { heard($0, by: "v\($0)") })
        #expect(records.last.count <= LiveRecords.visitors + 1)
        #expect(records.last["v1"] == nil)
        #expect(records.last["v\(2 * LiveRecords.visitors + 1)"] != nil)
    }
}
