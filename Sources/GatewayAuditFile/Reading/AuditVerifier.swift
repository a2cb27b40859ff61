public import GatewayAudit
internal import GatewayIdentity
internal import Glibc

/// What a verification found.
public enum AuditVerification: Hashable, Sendable {
    /// Every record follows the one before it, up to and behind what the head vouches for. `unfinishedBytes` are the beginning of a
    /// line that is being written or was cut off by the end of the process; nobody was told that it is recorded.
    case whole(records: UInt64, segments: Int, last: ChainPoint, unfinishedBytes: Int)
    case broken(ChainBreak)
}

/// What a verification found, and what the checkpoints had to do with it.
public struct TrailExamination: Hashable, Sendable {
    public let verification: AuditVerification
    public let anchors: AnchorReport

    init(_ verification: AuditVerification, _ anchors: AnchorReport) {
        self.verification = verification
        self.anchors = anchors
    }
}

/// Verifies a trail from its files alone: no running node, no key, memory that does not grow with the trail.
///
/// A live trail can be verified too: the head is read first, so everything it vouches for is there when the segments are read.
public enum AuditVerifier {
    /// It could not be verified: neither whole nor broken.
    public enum Failure: Error, Hashable, Sendable {
        case notATrail(String)
        case file(FileFailure)
    }

    /// Against its own hashes, its head, and the checkpoints in its folder.
    public static func verify(directory: String) throws(Failure) -> AuditVerification {
        try examine(directory: directory, against: AnchorSources()).verification
    }

    /// - Parameters:
    ///   - sources: the checkpoints it is held against.
    ///   - progress: told of bytes read, and of how many there are, about once a MiB; says whether to go on. Where it does not, reading fails with `ECANCELED`.
    public static func examine(
        directory: String, against sources: AnchorSources, progress: ((_ done: Int, _ total: Int) -> Bool)? = nil
    ) throws(Failure) -> TrailExamination {
        let found: TrailExamination?
        do throws(FileFailure) {
            let folder = try DiskFolder(directory, isMade: false)
            // First: what was signed before now is in the segments that are read next.
            let book = try AnchorBook(sources, of: folder)
            found = try lookTwice(folder, book, sources.asOf, progress)
        } catch {
            throw .file(error)
        }
        guard let found else { throw .notATrail(directory) }
        return found
    }

    /// - Returns: `nil` when there is neither a segment nor a head.
    private static func lookTwice(
        _ folder: DiskFolder, _ book: AnchorBook, _ asOf: UnixTime?, _ progress: ((Int, Int) -> Bool)?
    ) throws(FileFailure) -> TrailExamination? {
        if try folder.segments().isEmpty, try !folder.names().contains(HeadFile.name) { return nil }
        let first = try walk(folder, book, asOf, progress)
        // A writer that takes back what it could not synchronise can overtake the reader; a second look settles it.
        guard case .broken(let chainBreak) = first.verification, chainBreak.difference.witness != .checkpoint,
            let head = try headPoint(in: folder), chainBreak.sequence > head.sequence
        else {
            return first
        }
        return try walk(folder, book, asOf, progress)
    }

    private static func walk(
        _ folder: DiskFolder, _ book: AnchorBook, _ asOf: UnixTime?, _ progress: ((Int, Int) -> Bool)?
    ) throws(FileFailure) -> TrailExamination {
        guard let head = try headPoint(in: folder) else {
            return TrailExamination(
                .broken(ChainBreak(file: HeadFile.name, line: 1, sequence: 0, difference: .head)), AnchorReport())
        }
        let pieces = try TrailPieces(folder)
        let segments = pieces.segments
        let total = try progress == nil ? 0 : size(of: segments, in: folder)
        var done = 0
        var walk = TrailWalk(after: .origin, head: head, proving: pieces.deleted, anchors: AnchorWalk(book.anchors)) {
            (count) throws(FileFailure) in
            done += count
            guard progress?(done, total) ?? true else { throw FileFailure(.read, folder.path, code: ECANCELED) }
        }
        let found = try walk.follow(pieces, in: folder)
        let chainBreak = found ?? walk.unproven ?? walk.missing(after: segments.last)
        let judgement = try AnchorJudgement(book, walk, isBroken: chainBreak != nil, asOf: asOf, in: folder)
        // The earliest record that is not what it was; where the trail itself shows nothing, what its anchors show.
        let earliest = [chainBreak, judgement.chainBreak].compactMap(\.self).min { $0.sequence < $1.sequence }
        if let found = earliest ?? book.fault { return TrailExamination(.broken(found), judgement.report) }
        return TrailExamination(
            .whole(
                records: walk.chain.last.sequence, segments: segments.count, last: walk.chain.last,
                unfinishedBytes: walk.unfinished), judgement.report)
    }

    private static func size(of segments: [SegmentName], in folder: DiskFolder) throws(FileFailure) -> Int {
        var size = 0
        for segment in segments { size += try SegmentReader(segment, in: folder).length }
        return size
    }

    /// `nil` when there is no head, or not one.
    private static func headPoint(in folder: DiskFolder) throws(FileFailure) -> ChainPoint? {
        do throws(FileFailure) {
            return HeadLine.point(from: try folder.content(of: HeadFile.name))
        } catch  where error.code == ENOENT {
            return nil
        }
    }
}
