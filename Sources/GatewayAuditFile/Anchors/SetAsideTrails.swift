internal import GatewayAudit
internal import GatewayIdentity

/// The trails that an operator had moved away, as they are, into folders beside the segments.
///
/// Whoever can write to the folder can put anything there. So a trail counts only where the present one begins by saying that it goes on from it, and
/// only as far as it verifies from its own first record on: what was signed is then still there, all of it.
struct SetAsideTrails {
    private let folder: DiskFolder
    private let now: UnixTime?

    /// Records of a new trail that are looked at for the one that says so.
    private static let beginning = 16

    init(_ folder: DiskFolder, asOf now: UnixTime?) {
        self.folder = folder
        self.now = now
    }

    /// Those anchors whose record one of these trails proves.
    func holding(_ anchors: [Anchor]) throws(FileFailure) -> Set<Anchor> {
        guard let newest = try newestNamed() else { return [] }
        var found: Set<Anchor> = []
        for name in try folder.names() {
            guard let number = SetAside.number(of: name), number <= newest else { continue }
            found.formUnion(try proven(anchors, in: DiskFolder(folder.file(name), isMade: false)))
        }
        return found
    }

    private func proven(_ anchors: [Anchor], in aside: DiskFolder) throws(FileFailure) -> [Anchor] {
        let pieces = try TrailPieces(aside)
        // Its head may be what was broken: a chain from the first record up to an anchor needs none.
        var walk = TrailWalk(after: .origin, head: .origin, proving: pieces.deleted, anchors: AnchorWalk(anchors))
        _ = try walk.follow(pieces, in: aside)
        let dating = DeletionDating(walk.deletions, by: walk.anchors, asOf: now)
        let end = min(walk.unproven?.sequence ?? .max, dating.early?.stretch.first ?? .max)
        return (walk.anchors.those(.met) + walk.anchors.those(.deleted)).filter { $0.point.sequence < end }
    }

    /// The number of the newest one that the present trail names: those before it were there then. Where its beginning was deleted, all.
    private func newestNamed() throws(FileFailure) -> Int? {
        switch try TrailPieces(folder).all.first {
        case nil, .damaged: return nil
        case .deleted: return .max
        case .segment(let segment):
            guard segment.first == 1 else { return nil }
            var lines = try SegmentLines(segment, in: folder)
            for _ in 0..<Self.beginning {
                let name = try lines.next { piece -> String? in
                    guard case .line(let line) = piece else { return nil }
                    return ParsedRecord(line: line).flatMap { LogGap.continued(by: $0) }
                }
                guard let name else { return nil }
                if let number = name.flatMap({ SetAside.number(of: $0) }) { return number }
            }
            return nil
        }
    }
}
