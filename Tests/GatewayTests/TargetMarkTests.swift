import GatewayAccess
import GatewayAudit
import GatewaySessions
import GatewayTesting
import Testing

@testable import Gateway

@Suite struct `The mark of a target` {
    private let marks = TargetMarks()

    private func mark(_ path: String, _ query: String?, of who: UInt64 = 1, by marks: TargetMarks? = nil) -> UInt64? {
        Array(path.utf8).withUnsafeBytes { path in
            guard let query else { return (marks ?? self.marks).mark(path: path, query: nil, of: who) }
            return Array(query.utf8).withUnsafeBytes { (marks ?? self.marks).mark(path: path, query: $0, of: who) }
        }
    }

    @Test func `is another for each query, and the same for the same`() {
        #expect(mark("/drawing", nil) == nil)
        #expect(mark("/drawing", "") == nil)
        let all = (1...1000).map { mark("/drawing", "id=\($0)") }
        #expect(Set(all).count == 1000 && !all.contains(nil))
        #expect(mark("/drawing", "id=7") == all[6])
    }

    @Test func `tells long paths apart behind what is recorded of them`() {
        let long = "/" + String(repeating: "a", count: RecordedPath.limit)
        #expect(mark(long + "1", nil) != nil)
        #expect(mark(long + "1", nil) != mark(long + "2", nil))
        #expect(mark(String(long.dropLast()), nil) == nil)
    }

    @Test func `is of no use to guess a secret by: another for each person, and for each node`() {
        let secret = mark("/reset", "token=1234", of: 1)
        #expect(mark("/reset", "token=1234", of: 2) != secret)
        #expect(mark("/reset", "token=1234", of: 1, by: TargetMarks()) != secret)
    }

    @Test func `is in the records of a request, and its query is not`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        try talk.send(
            "GET /drawing?id=4711 HTTP/1.1\r\nHost: build.example\r\nCookie: __Host-gwanmun=\(cookie)\r\n\r\n")
        #expect(try upstream.received().hasPrefix("GET /drawing?id=4711 "))
        let record = try #require(talk.lane.records.first { $0.contains(#""path":"/drawing""#) })
        #expect(record.contains(#""target_mark":""#) && !record.contains("4711"))
    }
}
