public import GatewayAudit
internal import GatewayIdentity
internal import Glibc

extension AuditVerifier {
    /// One segment that will not grow any more, by itself: its records follow one another, from its first one's word of what was before.
    ///
    /// - Returns: its first record and its last, and where it is not what it was.
    public static func verify(_ segment: SegmentName, in directory: String, goesOn: @escaping () -> Bool = { true })
        throws(FileFailure) -> (first: UInt64, last: UInt64, chainBreak: ChainBreak?)
    {
        let folder = try DiskFolder(directory, isMade: false)
        var lines = try SegmentLines(segment, in: folder)
        let before = try lines.next { piece -> ChainPoint? in
            guard case .line(let line) = piece, let frame = RecordFrame(line), frame.sequence == segment.first else {
                return nil
            }
            return ChainPoint(sequence: frame.sequence - 1, hash: frame.previousHash)
        }
        guard let before = before ?? nil else {
            let found = ChainBreak(file: segment.file, line: 1, sequence: segment.first, difference: .malformed)
            return (segment.first, segment.first, found)
        }
        var walk = TrailWalk(after: before, head: before) { (_) throws(FileFailure) in
            guard goesOn() else { throw FileFailure(.read, folder.path, code: ECANCELED) }
        }
        switch try walk.follow(segment, in: folder, isLast: false) {
        case .whole: return (segment.first, walk.chain.last.sequence, nil)
        case .broken(let found, _): return (segment.first, walk.chain.last.sequence, found)
        }
    }
}
