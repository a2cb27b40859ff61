import GatewayIdentity
import Testing

@testable import GatewayAudit

@Suite struct `Requests that were counted` {
    private func record(_ id: UInt64, _ type: String = "decision", _ rest: String = #","decision":"permit""#) throws
        -> RequestRecord
    {
        var scanner = RecordScanner(RequestRecord.fields)
        let line = #"{"request_id":"\#(RequestID(high: 0, low: id))"\#(rest)}"#
        return try #require(
            Array(line.utf8).withUnsafeBytes { line in
                scanner.scan(line) ? RequestRecord(scanner, of: line, type: type, time: UnixTime(seconds: 0)) : nil
            })
    }

    @Test func `are known until they have ended`() throws {
        var counted = CountedRequests<String>()
        let (one, two) = (try record(1), try record(2))
        #expect(counted.earlier(one) == nil)
        counted.remember(one, "first")
        #expect(counted.earlier(one) == "first" && counted.earlier(two) == nil)
        let end = try record(1, "access", #","inputs":"earlier""#)
        #expect(counted.earlier(end) == nil && counted.earlier(one) == nil)
    }

    @Test func `take no more memory where they do not end, and the latest stay`() throws {
        var counted = CountedRequests<UInt64>(limit: 10)
        for id: UInt64 in 1...1000 { counted.remember(try record(id), id) }
        let kept = try (1...1000).filter { counted.earlier(try record(UInt64($0))) != nil }
        #expect((10...20).contains(kept.count) && kept.last == 1000)
        #expect(kept == Array((1001 - kept.count)...1000))
    }

    @Test func `count when they came to be, for as many as they speak of`() throws {
        let whole = try record(1, "access", #","inputs":"whole","duration_ms":2500"#)
        #expect(whole.began == UnixTime(seconds: 0) && whole.at == UnixTime(milliseconds: 2500) && !whole.mayBeFollowed)
        let outcome = try record(1, "access", #","inputs":"earlier","duration_ms":2500"#)
        #expect(outcome.began == UnixTime(milliseconds: -2500) && outcome.at == UnixTime(seconds: 0))
        #expect(!outcome.isDecision)
        #expect(try record(1).mayBeFollowed)
        #expect(try record(1, "decision", #","decision":"deny","failures":9"#).times == 9)
        #expect(try record(1, "access", #","failures":9"#).times == 1)
        #expect(try record(1, "access", #","duration_ms":9223372036854775807"#).at < UnixTime(milliseconds: 1 << 41))
    }
}
