public import GatewayAudit
internal import Glibc

/// What a verification found.
public enum AuditVerification: Hashable, Sendable {
    /// Every record follows the one before it, up to and behind what the head vouches for. `unfinishedBytes` are the beginning of a
    /// line that is being written or was cut off by the end of the process; nobody was told that it is recorded.
    case whole(records: UInt64, segments: Int, last: ChainPoint, unfinishedBytes: Int)
    case broken(ChainBreak)
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

    public static func verify(directory: String) throws(Failure) -> AuditVerification {
        let found: AuditVerification?
        do throws(FileFailure) {
            found = try lookTwice(DiskFolder(directory, isMade: false))
        } catch {
            throw .file(error)
        }
        guard let found else { throw .notATrail(directory) }
        return found
    }

    /// - Returns: `nil` when there is neither a segment nor a head.
    private static func lookTwice(_ folder: DiskFolder) throws(FileFailure) -> AuditVerification? {
        if try folder.segments().isEmpty, try !folder.names().contains(HeadFile.name) { return nil }
        let first = try walk(folder)
        // A writer that takes back what it could not synchronise can overtake the reader; a second look settles it.
        guard case .broken(let chainBreak) = first, let head = try headPoint(in: folder),
            chainBreak.sequence > head.sequence
        else {
            return first
        }
        return try walk(folder)
    }

    private static func walk(_ folder: DiskFolder) throws(FileFailure) -> AuditVerification {
        guard let head = try headPoint(in: folder) else {
            return .broken(ChainBreak(file: HeadFile.name, line: 1, sequence: 0, difference: .head))
        }
        let pieces = try TrailPieces(folder)
        let segments = pieces.segments
        var walk = TrailWalk(after: .origin, head: head, proving: pieces.deleted)
        var unfinished = 0
        for piece in pieces.all {
            switch piece {
            case .segment(let segment):
                switch try walk.follow(segment, in: folder, isLast: segment == segments.last) {
                case .whole(let bytes): unfinished = bytes
                case .broken(let chainBreak, _): return .broken(chainBreak)
                }
            case .deleted(let stretch, let file):
                if let chainBreak = walk.pass(stretch, file: file) { return .broken(chainBreak) }
            case .damaged(let file, let first):
                return .broken(ChainBreak(file: file, line: 1, sequence: first, difference: .deletedHead))
            }
        }
        if let unproven = walk.unproven { return .broken(unproven) }
        if let missing = walk.missing(after: segments.last) { return .broken(missing) }
        return .whole(
            records: walk.chain.last.sequence, segments: segments.count, last: walk.chain.last,
            unfinishedBytes: unfinished)
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
