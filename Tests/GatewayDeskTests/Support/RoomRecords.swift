import GatewayAudit
import GatewayDesk
import Synchronization

/// A trail of some records that matches as the real one does, and remembers what it was asked.
final class RoomRecords: RecordSearch {
    private let asked = Mutex<[RecordQuery]>([])
    /// Records that a page looks at, as the real one does where no index helps.
    private let stretch: Int
    /// What no page can look at.
    private let unread: [String]

    init(stretch: Int = .max, unread: [String] = []) {
        self.stretch = stretch
        self.unread = unread
    }

    static let event = "0123456789abcdef0123456789abcdef"
    static let lines = [
        #"{"seq":9,"ts":"2026-11-22T10:00:09.000+09:00","event_id":"\#(event)","type":"access","outcome":"success","request_id":"00000000000000010000000000000002","account":"kim-7f3a","session_hash":"aa","src_ip":"203.0.113.77","upstream":"fab"}"#,
        #"{"seq":8,"ts":"2026-11-22T10:00:08.000+09:00","event_id":"11","type":"decision","outcome":"success","request_id":"00000000000000010000000000000002","account":"kim-7f3a","session_hash":"aa","upstream":"fab"}"#,
        #"{"seq":7,"ts":"2026-11-22T10:00:07.000+09:00","event_id":"12","type":"session_start","outcome":"success","account":"kim-7f3a","session_hash":"aa"}"#,
        #"{"seq":6,"ts":"2026-11-22T10:00:06.000+09:00","event_id":"13","type":"grant_change","outcome":"success","account":"lee-90aa","object_type":"grant","object":"g-1","recipient":"kim-7f3a","stated_reason":"asked hong@example.kr"}"#,
    ]

    var queries: [RecordQuery] { asked.withLock { $0 } }

    private var records: [ParsedRecord] {
        Self.lines.compactMap { Array($0.utf8).withUnsafeBytes { ParsedRecord(line: $0) } }
    }

    func page(_ query: RecordQuery) async throws(RecordSearchProblem) -> RecordPage {
        asked.withLock { $0.append(query) }
        let rest = records.dropFirst(query.place.flatMap { Int($0.dropFirst(2)) } ?? 0)
        let found = rest.prefix(stretch).filter { query.criteria.matches($0) }
        if found.count > query.limit { return RecordPage(records: Array(found.prefix(query.limit)), next: "1-77") }
        let next = rest.count > stretch ? "1-\(records.count - rest.count + stretch)" : nil
        return RecordPage(records: found, next: next, unread: unread)
    }

    func deleted() async throws(RecordSearchProblem) -> [DeletedStretch] { [] }

    func extract(_ criteria: RecordCriteria, after sequence: UInt64) async throws(RecordSearchProblem) -> RecordExtract
    {
        let found = records.filter { criteria.matches($0) && UInt64($0.sequence ?? 0) > sequence }.reversed()
        return RecordExtract(
            records: found.map { String(decoding: $0.line, as: UTF8.self) }, omitted: [], first: 6, last: 9,
            previousHash: nil, lastHash: nil, goesOn: false, checkpoints: [])
    }
}
