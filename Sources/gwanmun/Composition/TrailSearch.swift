import GatewayAudit
import GatewayAuditFile
import GatewayAuditIndex
import GatewayDesk
import GatewayIdentity
import NIOPosix
import Synchronization

/// Searches the trail for the desk, on threads that may block: a few at a time, and each for a bounded piece of it.
final class TrailSearch: RecordSearch {
    /// Searches under way; one more is told to come again.
    private static let most = 2
    /// Of one answer, where the index does not help.
    private static let bytes = 64 * 1024 * 1024

    private let directory: String
    private let acknowledged: @Sendable () -> UInt64
    private let underWay = Mutex(0)

    /// - Parameter acknowledged: the last record that may leave.
    init(directory: String, acknowledged: @escaping @Sendable () -> UInt64) {
        self.directory = directory
        self.acknowledged = acknowledged
    }

    func page(_ query: RecordQuery) async throws(RecordSearchProblem) -> RecordPage {
        let directory = directory
        return try await working {
            let question = TrailQuestion(
                query.criteria, before: query.place.flatMap { TrailPlace(text: $0) }, limit: query.limit,
                byteLimit: Self.bytes)
            let page = try TrailSearcher(directory: directory).page(question)
            return RecordPage(
                records: page.records.map(\.record), next: page.next?.description,
                unread: page.unread.map(\.description))
        }
    }

    func extract(_ criteria: RecordCriteria, after sequence: UInt64) async throws(RecordSearchProblem)
        -> RecordExtract
    {
        let (directory, last) = (directory, acknowledged())
        return try await working {
            let piece = try TrailExtract.next(in: directory, criteria, after: sequence, through: last)
            return RecordExtract(piece, checkpoints: try ExportedCheckpoints(directory).lines(of: piece))
        }
    }

    func deleted() async throws(RecordSearchProblem) -> [DeletedStretch] {
        let directory = directory
        return try await working { try TrailRemains.deleted(in: directory) }
    }

    private func working<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value)
        async throws(RecordSearchProblem) -> Value
    {
        let hasPlace = underWay.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
        guard hasPlace else { throw .busy }
        defer { underWay.withLock { $0 -= 1 } }
        do {
            return try await NIOThreadPool.singleton.runIfActive(work)
        } catch {
            throw .unreadable("\(error)")
        }
    }
}

extension RecordExtract {
    init(_ piece: TrailExtract, checkpoints: [String]) {
        self.init(
            records: piece.records, omitted: piece.omitted, deleted: piece.deleted, first: piece.first,
            last: piece.last, previousHash: piece.previousHash?.hex, lastHash: piece.lastHash?.hex,
            goesOn: piece.goesOn, checkpoints: checkpoints)
    }
}
