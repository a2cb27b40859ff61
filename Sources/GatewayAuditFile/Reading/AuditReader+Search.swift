internal import GatewayAudit
public import GatewayIdentity

extension AuditReader {
    /// The newest records that the query wants, newest first, and where to go on when it read as much as it may.
    ///
    /// Whole segments outside the time are passed over by their first record. Memory and time are bounded by the query's
    /// limits, not by the trail.
    public func page(_ query: TrailQuery) throws(FileFailure) -> TrailPage {
        let folder = try DiskFolder(directory, isMade: false)
        var search = TrailSearchState(query)
        var isOlder = false
        for segment in try folder.segments().reversed() {
            if let place = query.before, segment.first > place.segment { continue }
            let begin = try firstTime(of: segment, in: folder)
            // One record alone says nothing: its clock may have jumped.
            if let to = query.to, let begin, begin >= to, let last = try lastTime(of: segment, in: folder), last >= to {
                continue
            }
            let end = query.before.flatMap { $0.segment == segment.first ? $0.offset : nil } ?? .max
            if let stop = try search.read(segment, in: folder, before: end) {
                return TrailPage(records: search.found, next: stop)
            }
            // Two that begin before it: one may have begun by a clock that was wrong.
            guard let from = query.from, let begin, begin < from else { continue }
            if isOlder { break }
            isOlder = true
        }
        return TrailPage(records: search.found, next: nil)
    }

    /// Where the newest `count` lines that `isWanted` begin, or all of them since an instant: reads segments from the newest, back to
    /// the one that holds that instant, and none before.
    ///
    /// - Returns: `nil` when there is no such line.
    public func place(ofNewest count: Int, since from: UnixTime, where isWanted: (UnsafeRawBufferPointer) -> Bool)
        throws(FileFailure) -> TrailPlace?
    {
        let folder = try DiskFolder(directory, isMade: false)
        var found: TrailPlace?
        var left = count
        for segment in try folder.segments().reversed() {
            var lines = try SegmentTail(segment, in: folder, before: .max)
            while left > 0, let (isFound, start) = try lines.next({ isWanted($0) }) {
                guard isFound else { continue }
                found = TrailPlace(segment: segment.first, offset: start)
                left -= 1
            }
            guard left > 0, let begin = try firstTime(of: segment, in: folder), begin >= from else { break }
        }
        return found
    }

    private func lastTime(of segment: SegmentName, in folder: DiskFolder) throws(FileFailure) -> UnixTime? {
        var lines = try SegmentTail(segment, in: folder, before: .max)
        return try lines.next { ParsedRecord(line: $0)?.time }?.result
    }

    func firstTime(of segment: SegmentName, in folder: DiskFolder) throws(FileFailure) -> UnixTime? {
        var lines = try SegmentLines(segment, in: folder)
        return try lines.next { piece in
            switch piece {
            case .line(let line): ParsedRecord(line: line)?.time
            case .unfinished, .tooLong: nil
            }
        } ?? nil
    }
}

/// What one search has found and read so far.
private struct TrailSearchState {
    let query: TrailQuery
    var found: [ParsedRecord] = []
    var bytesRead = 0

    init(_ query: TrailQuery) { self.query = query }

    /// - Returns: where to go on, when enough was read; `nil` at the beginning of the segment.
    mutating func read(_ segment: SegmentName, in folder: DiskFolder, before end: Int) throws(FileFailure)
        -> TrailPlace?
    {
        var lines = try SegmentTail(segment, in: folder, before: end)
        while let (record, start) = try lines.next({ line in
            bytesRead += line.count + 1
            return wanted(line)
        }) {
            if let record { found.append(record) }
            if found.count >= query.recordLimit || bytesRead >= query.byteLimit {
                return TrailPlace(segment: segment.first, offset: start)
            }
        }
        return nil
    }

    private func wanted(_ line: UnsafeRawBufferPointer) -> ParsedRecord? {
        guard query.mentions.allSatisfy({ group in group.contains { $0.matches(line) } }), RecordFrame(line) != nil,
            let record = ParsedRecord(line: line)
        else { return nil }
        if query.from == nil, query.to == nil { return record }
        guard let time = record.time, query.from.map({ $0 <= time }) ?? true, query.to.map({ time < $0 }) ?? true else {
            return nil
        }
        return record
    }
}
