internal import GatewayAudit

/// What the anchors say of a trail that was read.
struct AnchorJudgement {
    private(set) var report = AnchorReport()
    /// The first record that an anchor contradicts.
    private(set) var chainBreak: ChainBreak?

    /// - Parameters:
    ///   - walk: behind the trail's last record, or the last good one where `broken`.
    ///   - end: the number of that record.
    init(_ book: AnchorBook, _ walk: AnchorWalk, end: UInt64, isBroken: Bool, in folder: DiskFolder)
        throws(FileFailure)
    {
        report.keysAreOwn = book.keysAreOwn && !book.anchors.isEmpty
        for (file, count) in walk.met {
            let isOwn = book.hasOwn && file == 0
            if isOwn { report.own += count } else { report.outside += count }
            guard let last = walk.lastMet[file] else { continue }
            if last > report.last ?? 0 { (report.last, report.lastFile) = (last, book.files[file]) }
            if !isOwn { report.lastOutside = max(last, report.lastOutside ?? 0) }
        }
        // Behind a break nothing is known of the trail that was.
        let unmet = walk.contradicted + (isBroken ? [] : Array(walk.ahead))
        guard !unmet.isEmpty else { return }
        let elsewhere = try SetAsideTrails(folder).holding(unmet)
        for anchor in unmet where elsewhere.contains(anchor) {
            report.setAside += 1
            if book.isOwn(anchor) { report.own += 1 } else { report.outside += 1 }
        }
        guard let first = unmet.first(where: { !elsewhere.contains($0) }) else { return }
        chainBreak = ChainBreak(
            file: book.files[first.file], line: first.line, sequence: first.point.sequence,
            difference: first.point.sequence > end ? .checkpointBeyond(end: end) : .checkpointHash)
    }
}

/// The trails that an operator had moved away, as they are, into folders beside the segments.
private struct SetAsideTrails {
    private let folder: DiskFolder

    init(_ folder: DiskFolder) { self.folder = folder }

    /// Those anchors whose record one of these trails holds.
    func holding(_ anchors: [Anchor]) throws(FileFailure) -> Set<Anchor> {
        var wanted: [ChainPoint: [Anchor]] = [:]
        for anchor in anchors { wanted[anchor.point, default: []].append(anchor) }
        var found: Set<Anchor> = []
        for name in try folder.names() where name.hasPrefix(SetAside.prefix) {
            let aside = try DiskFolder(folder.file(name), isMade: false)
            for segment in try aside.segments() {
                var lines = try SegmentLines(segment, in: aside)
                while true {
                    let step = try lines.next { piece -> Bool in
                        guard case .line(let line) = piece else { return false }
                        var chain = RecordFrame(line).map { ChainVerifier(after: $0.before) }
                        // A line that is not what its own hash says is nobody's record.
                        guard chain?.difference(of: line) == nil, let point = chain?.last else { return true }
                        for anchor in wanted[point] ?? [] { found.insert(anchor) }
                        return true
                    }
                    guard step == true else { break }
                }
            }
        }
        return found
    }
}

extension RecordFrame {
    /// Where the chain stood before this record, by its own word.
    fileprivate var before: ChainPoint { ChainPoint(sequence: sequence &- 1, hash: previousHash) }
}
