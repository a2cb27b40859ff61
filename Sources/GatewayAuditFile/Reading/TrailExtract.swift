public import GatewayAudit
public import GatewayIdentity

/// Takes a piece out of a trail, the oldest records first: those that are wanted as they stand, the others as proofs that they are there, and of those
/// that were deleted after their time what is left.
public struct TrailExtract: Sendable {
    /// How much one piece may take.
    public struct Limits: Sendable {
        /// Bytes of the piece, and of the trail that is read for it.
        public var bytes: Int
        public var bytesRead: Int

        public init(bytes: Int = 4 << 20, bytesRead: Int = 64 << 20) {
            self.bytes = bytes
            self.bytesRead = bytesRead
        }
    }

    public private(set) var records: [String] = []
    public private(set) var omitted: [String] = []
    /// Between which places of the chain records were deleted (`DeletedStretch`), a line each.
    public private(set) var deleted: [String] = []
    /// Of the records of the piece, deleted ones included; 0 when there is none.
    public private(set) var first: UInt64 = 0
    public private(set) var last: UInt64 = 0
    public private(set) var previousHash: SHA256Digest?
    public private(set) var lastHash: SHA256Digest?
    /// Whether there is more behind `last`.
    public private(set) var goesOn = false

    private var bytes = 0

    /// Reads on behind a record.
    ///
    /// - Parameters:
    ///   - sequence: the last record of the piece before; 0: from the beginning of the time that is asked for.
    ///   - through: the last record to look at.
    /// - Throws: `.gone` also where records are missing of which no deletion is told.
    public static func next(
        in directory: String, _ criteria: RecordCriteria, after sequence: UInt64, through end: UInt64,
        limits: Limits = Limits()
    ) throws(TrailCursor.Failure) -> TrailExtract {
        var extract = TrailExtract()
        let begin = sequence > 0 ? sequence : try start(in: directory, criteria)
        var cursor = TrailCursor(directory: directory, after: begin)
        var read = 0
        var isOver = false
        // Up to here time is known to go on.
        var known: UInt64 = 0
        while !isOver, cursor.position < end {
            let batch: TrailBatch
            do throws(TrailCursor.Failure) {
                batch = try cursor.next(through: end)
            } catch {
                guard case .gone(let sequence, let next?) = error, next <= end else { throw error }
                try extract.pass(sequence, before: next, in: directory)
                cursor.move(after: next - 1)
                continue
            }
            if batch.isEmpty { break }
            read += batch.byteCount
            var past: (sequence: UInt64, place: TrailPlace)?
            batch.forEach { sequence, place, line in
                guard !isOver, past == nil else { return }
                if let to = criteria.to, sequence > known, RecordTime.isPast(to, line) {
                    past = (sequence, place)
                    return
                }
                if extract.bytes >= limits.bytes {
                    isOver = true
                    extract.goesOn = true
                    return
                }
                extract.take(line, criteria)
            }
            // One clock that jumped is not the end of the time that is asked for.
            if !isOver, let to = criteria.to, let past {
                if let more = try RecordTime.last(before: to, in: directory, behind: past.place, through: end) {
                    known = more
                    cursor.move(after: past.sequence - 1)
                } else {
                    isOver = true
                }
            }
            if !isOver, read >= limits.bytesRead, extract.last > 0 {
                isOver = true
                extract.goesOn = cursor.position < end
            }
        }
        return extract
    }

    /// Goes on behind records that are not there, by what is left of each of their segments.
    private mutating func pass(_ sequence: UInt64, before next: UInt64, in directory: String)
        throws(TrailCursor.Failure)
    {
        let remains: [DeletedStretch]
        do throws(FileFailure) {
            remains = try TrailPieces(DiskFolder(directory, isMade: false)).deleted
        } catch {
            throw .file(error)
        }
        var sequence = sequence
        while sequence < next {
            guard let stretch = remains.first(where: { $0.first == sequence }), stretch.last < next else {
                throw .gone(sequence: sequence, next: next)
            }
            if first == 0 {
                first = stretch.first
                previousHash = stretch.previousHash
            }
            (last, lastHash) = (stretch.last, stretch.lastHash)
            deleted.append(String(decoding: stretch.line.dropLast(), as: UTF8.self))
            sequence = stretch.last + 1
        }
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, _ criteria: RecordCriteria) {
        guard let frame = RecordFrame(line) else { return }
        if first == 0 {
            first = frame.sequence
            previousHash = frame.previousHash
        }
        last = frame.sequence
        lastHash = frame.hash
        if let record = ParsedRecord(line: line), criteria.matches(record) {
            records.append(String(decoding: line, as: UTF8.self))
            bytes += line.count
        } else if let proof = OmissionProof(of: line) {
            let text = proof.line
            omitted.append(text)
            bytes += text.utf8.count
        }
    }

    /// The record behind which the time begins that is asked for, give or take a segment.
    private static func start(in directory: String, _ criteria: RecordCriteria) throws(TrailCursor.Failure) -> UInt64 {
        do throws(FileFailure) {
            let shelf = SegmentShelf(directory: directory)
            let segments = try shelf.segments()
            guard let oldest = segments.first else { return 0 }
            guard let from = criteria.from else { return oldest.first - 1 }
            var begin = oldest
            for segment in segments {
                var time: UnixTime?
                try shelf.forEachLine(of: segment) { _, line in
                    time = RecordTime.of(line)
                    return .stop
                }
                guard let time, time + RecordTime.slack < from else { break }
                begin = segment
            }
            var last = begin.first - 1
            try shelf.forEachLine(of: begin) { _, line in
                guard let frame = RecordFrame(line), let time = RecordTime.of(line), time + RecordTime.slack < from
                else {
                    return .stop
                }
                last = frame.sequence
                return .next
            }
            return last
        } catch {
            throw .file(error)
        }
    }
}
