internal import GatewayAudit
internal import GatewayIdentity

/// What the anchors say of a trail that was read.
struct AnchorJudgement {
    private(set) var report = AnchorReport()
    /// The first record that an anchor contradicts.
    private(set) var chainBreak: ChainBreak?

    /// - Parameters:
    ///   - walk: behind the trail's last record, or the last good one where `broken`.
    ///   - now: `nil`: not known.
    init(_ book: AnchorBook, _ walk: TrailWalk, isBroken: Bool, asOf now: UnixTime?, in folder: DiskFolder)
        throws(FileFailure)
    {
        report.keysAreOwn = book.keysAreOwn && !book.anchors.isEmpty
        walk.anchors.forEachPassed { anchor, fate in
            switch fate {
            case .met: meet(anchor, book)
            case .deleted: report.deleted += 1
            case .contradicted: break
            }
        }
        let now = now.map { DeletionDating.latest($0, walk.anchors) }
        let dating = DeletionDating(walk.deletions, by: walk.anchors, asOf: now)
        report.undatedDeletions = dating.undated
        if let (stretch, anchor) = dating.early {
            note(anchor, book, at: stretch.first, .deletedEarly)
        }
        // Behind a break nothing is known of the trail that was.
        let unmet = walk.anchors.those(.contradicted) + (isBroken ? [] : Array(walk.anchors.ahead))
        guard !unmet.isEmpty else { return }
        let elsewhere = try SetAsideTrails(folder, asOf: now).holding(unmet)
        for anchor in unmet where elsewhere.contains(anchor) {
            report.setAside += 1
            if book.isOwn(anchor) { report.own += 1 } else { report.outside += 1 }
        }
        guard let first = unmet.first(where: { !elsewhere.contains($0) }) else { return }
        let (sequence, end) = (first.point.sequence, walk.chain.last.sequence)
        note(first, book, at: sequence, sequence > end ? .checkpointBeyond(end: end) : .checkpointHash)
    }

    private mutating func meet(_ anchor: Anchor, _ book: AnchorBook) {
        let sequence = anchor.point.sequence
        if book.isOwn(anchor) {
            report.own += 1
        } else {
            report.outside += 1
            report.lastOutside = max(sequence, report.lastOutside ?? 0)
        }
        if sequence > report.last ?? 0 { (report.last, report.lastFile) = (sequence, book.files[anchor.file]) }
    }

    private mutating func note(
        _ anchor: Anchor, _ book: AnchorBook, at sequence: UInt64, _ difference: ChainBreak.Difference
    ) {
        if let chainBreak, chainBreak.sequence <= sequence { return }
        chainBreak = ChainBreak(
            file: book.files[anchor.file], line: anchor.line, sequence: sequence, difference: difference)
    }
}
