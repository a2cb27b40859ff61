internal import GatewayAudit

/// What a trail is made of, in its order: segments, and what is left of those that were deleted after their time.
struct TrailPieces {
    enum Piece {
        case segment(SegmentName)
        case deleted(DeletedStretch, file: String)
        /// A file that is named like what is left of a segment, and is not that.
        case damaged(file: String, first: UInt64)

        fileprivate var first: UInt64 {
            switch self {
            case .segment(let name): name.first
            case .deleted(let stretch, _): stretch.first
            case .damaged(_, let first): first
            }
        }
    }

    let all: [Piece]
    let segments: [SegmentName]

    init(_ folder: DiskFolder) throws(FileFailure) {
        segments = try folder.segments()
        var pieces = segments.map { Piece.segment($0) }
        for name in try folder.names() {
            guard let segment = SegmentName(deleted: name) else { continue }
            let stretch = DeletedStretch(line: try folder.content(of: name))
            let isNamed = stretch?.first == segment.first
            pieces.append(
                stretch.flatMap { isNamed ? .deleted($0, file: name) : nil }
                    ?? .damaged(file: name, first: segment.first))
        }
        // Of one that is just being deleted both are there: the segment first.
        all = pieces.enumerated().sorted { ($0.element.first, $0.offset) < ($1.element.first, $1.offset) }.map(
            \.element)
    }

    /// What was deleted, as far as it can be read.
    var deleted: [DeletedStretch] {
        all.compactMap { piece in
            guard case .deleted(let stretch, _) = piece else { return nil }
            return stretch
        }
    }
}
