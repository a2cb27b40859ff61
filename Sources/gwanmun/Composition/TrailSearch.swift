import GatewayAudit
import GatewayAuditFile
import GatewayDeskPages
import NIOPosix
import Synchronization

/// Searches the trail for the desk, on threads that may block: a few at a time, and each for a bounded piece of it.
final class TrailSearch: RecordSearch {
    /// Searches under way; one more is told to come again.
    private static let most = 2
    /// Of one answer.
    private static let records = 50
    private static let bytes = 16 * 1024 * 1024

    private let directory: String
    private let underWay = Mutex(0)

    init(directory: String) { self.directory = directory }

    func page(_ query: RecordQuery) async throws(RecordSearchProblem) -> RecordPage {
        let hasPlace = underWay.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
        guard hasPlace else { throw .busy }
        defer { underWay.withLock { $0 -= 1 } }
        let reader = AuditReader(directory: directory)
        let bounded = TrailQuery(query, records: Self.records, bytes: Self.bytes)
        do {
            let page = try await NIOThreadPool.singleton.runIfActive { try reader.page(bounded) }
            return RecordPage(records: page.records, next: page.next?.description)
        } catch {
            throw .unreadable("\(error)")
        }
    }
}

extension TrailQuery {
    init(_ query: RecordQuery, records: Int, bytes: Int) {
        let exact: [(RecordField, String?)] = [
            (.upstream, query.console), (.type, query.type?.rawValue), (.outcome, query.outcome?.rawValue),
            (.reason, query.reason), (.requestID, query.requestID),
        ]
        var mentions = exact.compactMap { field, text in text.map { [RecordFilter(field, is: $0)] } }
        if let person = query.person {
            mentions.append([RecordFilter(.account, is: person), RecordFilter(.object, is: person)])
        }
        self.init(
            mentions: mentions, from: query.from, to: query.to, before: query.place.flatMap { TrailPlace(text: $0) },
            recordLimit: records, byteLimit: bytes)
    }
}
