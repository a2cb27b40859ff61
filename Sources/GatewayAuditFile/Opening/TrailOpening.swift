internal import GatewayAudit
internal import GatewayIdentity

/// Finds the end of a trail at the start of a node, mends what the last end of the process may have left, and refuses what it may not have.
struct TrailOpening {
    let folder: DiskFolder
    let brokenTrail: TrailSettings.BrokenTrail

    struct Place {
        let head: HeadFile
        let segment: SegmentName
        let isNew: Bool
        let point: ChainPoint
        /// When the segment was begun, by its own first record; `nil` for a new one.
        let begun: UnixTime?
        let start: AuditTrail.Start
        /// What the first records of the new run have to say.
        let gaps: [LogGap]
    }

    func place() throws(AuditTrail.OpenFailure) -> Place {
        let finding: Finding
        do throws(FileFailure) {
            finding = try find()
        } catch {
            throw error.operation == .lock ? .inUse(folder.path) : .file(error)
        }
        switch finding {
        case .found(let place): return place
        case .broken(let chainBreak): throw .broken(chainBreak)
        }
    }

    private func find() throws(FileFailure) -> Finding {
        let head = try HeadFile(in: folder)
        let finding = try anchored(findEnd(head))
        switch (finding, brokenTrail) {
        case (.found, _), (.broken, .refuse): return finding
        case (.broken, .setAside):
            // `head` keeps its lock until the new one is taken, though its file has moved.
            return try withExtendedLifetime(head) { () throws(FileFailure) in
                try SetAside(folder: folder).move()
                return .found(try fresh(HeadFile(in: folder), start: .setAside))
            }
        }
    }

    /// An end that the last checkpoint beside the segments agrees with. What was signed was acknowledged, so it must be there.
    private func anchored(_ finding: Finding) throws(FileFailure) -> Finding {
        guard case .found(let place) = finding,
            let last = try CheckpointLines.end(of: folder.file(CheckpointFile.name))?.last
        else { return finding }
        let sequence = last.point.sequence
        func broken(_ difference: ChainBreak.Difference) -> Finding {
            .broken(ChainBreak(file: CheckpointFile.name, line: 0, sequence: sequence, difference: difference))
        }
        guard sequence <= place.point.sequence else { return broken(.checkpointBeyond(end: place.point.sequence)) }
        return try hash(of: sequence) == last.point.hash ? finding : broken(.checkpointHash)
    }

    /// `nil` as well where its segment does not hold together up to it.
    private func hash(of sequence: UInt64) throws(FileFailure) -> SHA256Digest? {
        guard let segment = try folder.segments().last(where: { $0.first <= sequence }) else { return nil }
        var lines = try SegmentLines(segment, in: folder)
        var chain: ChainVerifier?
        while true {
            let step = try lines.next { piece -> SHA256Digest?? in
                guard case .line(let line) = piece, let frame = RecordFrame(line) else { return .some(nil) }
                var verifier = chain ?? ChainVerifier(after: frame.before)
                guard verifier.difference(of: line) == nil else { return .some(nil) }
                chain = verifier
                return frame.sequence == sequence ? .some(frame.hash) : nil
            }
            guard let step else { return nil }
            if let found = step { return found }
        }
    }

    private enum Finding {
        case found(Place)
        case broken(ChainBreak)
    }

    private func findEnd(_ head: HeadFile) throws(FileFailure) -> Finding {
        let segments = try folder.segments()
        switch try head.content() {
        case .empty where segments.isEmpty: return .found(try fresh(head, start: .new))
        case .empty, .damaged: return .broken(ChainBreak(file: HeadFile.name, line: 1, sequence: 0, difference: .head))
        case .point(let point):
            do throws(FileFailure) {
                return try findEnd(head, at: point, of: segments)
            } catch {
                // Packed, and not to be unpacked: changed, not interrupted.
                guard error.operation == .unpack, let segment = segments.suffix(2).first else { throw error }
                return .broken(
                    ChainBreak(file: segment.packedFile, line: 0, sequence: segment.first, difference: .damaged))
            }
        }
    }

    /// Its first records say which trail lies beside it, also when the process ended between setting that aside and this.
    private func fresh(_ head: HeadFile, start: AuditTrail.Start) throws(FileFailure) -> Place {
        let gaps = try SetAside(folder: folder).newest().map { [LogGap.continuedAfterBreak(folder: $0)] } ?? []
        try head.write(.origin)
        try head.synchronize()
        try folder.synchronizeNames()
        return Place(
            head: head, segment: SegmentName(first: 1), isNew: true, point: .origin, begun: nil, start: start,
            gaps: gaps)
    }

    /// Verifies the last two segments, which takes as long as one rotation's worth of records, not as long as the trail.
    private func findEnd(_ head: HeadFile, at point: ChainPoint, of segments: [SegmentName]) throws(FileFailure)
        -> Finding
    {
        let recent = segments.suffix(2)
        guard let last = recent.last, let first = recent.first else {
            if let missing = TrailWalk(after: .origin, head: point).missing(after: nil) { return .broken(missing) }
            return .found(try fresh(head, start: .new))
        }
        var walk = TrailWalk(after: try before(first), head: point)
        var tornBytes = 0
        for segment in recent {
            switch try walk.follow(segment, in: folder, isLast: segment == last) {
            case .whole(unfinished: 0): continue
            case .whole(let count):
                try TornLine(folder: folder, segment: segment).setAside(last: count)
                tornBytes = count
            case .broken(let chainBreak, let offset):
                // Behind the head nothing was acknowledged: a power cut leaves what it leaves.
                guard segment == last, chainBreak.sequence > point.sequence else { return .broken(chainBreak) }
                tornBytes = try TornLine(folder: folder, segment: segment).setAside(from: offset)
            }
        }
        if let missing = walk.missing(after: last) { return .broken(missing) }
        let end = walk.chain.last
        return .found(
            Place(
                head: head, segment: last, isNew: false, point: end,
                begun: try firstRecord(of: last) { ParsedRecord(line: $0)?.time },
                start: tornBytes == 0 ? .continued(after: end) : .repaired(after: end, tornBytes: tornBytes),
                gaps: tornBytes == 0 ? [] : [.tornLine(bytes: tornBytes)]))
    }

    /// The point before the oldest segment that is looked at, taken from that segment's own first record.
    private func before(_ segment: SegmentName) throws(FileFailure) -> ChainPoint {
        guard segment.first > 1 else { return .origin }
        let hash = try firstRecord(of: segment) { RecordFrame($0)?.previousHash }
        // Without a first record there is nothing to continue from; the walk then says what is wrong with it.
        return ChainPoint(sequence: segment.first - 1, hash: hash ?? ChainPoint.origin.hash)
    }

    private func firstRecord<R>(of segment: SegmentName, _ read: (UnsafeRawBufferPointer) -> R?) throws(FileFailure)
        -> R?
    {
        var lines = try SegmentLines(segment, in: folder)
        let found = try lines.next { piece -> R? in
            switch piece {
            case .line(let line): read(line)
            case .unfinished, .tooLong: nil
            }
        }
        return found ?? nil
    }
}
