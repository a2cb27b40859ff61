public import GatewayAudit
internal import Glibc

/// Reads records back, for last logins and for search. Does not verify: `AuditVerifier` does.
///
/// Memory is bounded by the records kept, not by the trail. May read a live trail; an unfinished line is not a record.
public struct AuditReader: Sendable {
    let directory: String

    public init(directory: String) { self.directory = directory }

    /// Every record of `[first, last]` in order, until `use` returns `.stop`.
    ///
    /// - Parameter mention: only lines that hold these bytes are parsed: cheap, and exact for text written with `RecordFilter`.
    public func forEach(
        from first: UInt64 = 1, through last: UInt64 = .max, mentioning mention: RecordFilter? = nil,
        _ use: (ParsedRecord) -> ReadingStep
    ) throws(FileFailure) {
        let folder = try DiskFolder(directory, isMade: false)
        let segments = try folder.segments()
        for (index, segment) in segments.enumerated() {
            let isBefore = index + 1 < segments.count && segments[index + 1].first <= first
            if isBefore || segment.first > last { continue }
            var lines = try SegmentLines(segment, in: folder)
            while let step = try lines.next({ Self.step(for: $0, first, last, mention, use) }) {
                if step == .stop { return }
            }
        }
    }

    /// Every whole line, in order and not yet parsed, until `use` returns `.stop`. The bytes are lent for the call.
    ///
    /// - Parameter place: where a line begins; `nil`: the beginning.
    public func forEachLine(
        from place: TrailPlace? = nil, _ use: (UnsafeRawBufferPointer) -> ReadingStep
    ) throws(FileFailure) {
        let folder = try DiskFolder(directory, isMade: false)
        for segment in try folder.segments() {
            if let place, segment.first < place.segment { continue }
            let offset = place.flatMap { $0.segment == segment.first ? $0.offset : nil } ?? 0
            var lines = try SegmentLines(segment, in: folder, from: offset)
            while let step = try lines.next({ (piece) -> ReadingStep in
                switch piece {
                case .unfinished, .tooLong: .next
                case .line(let line): use(line)
                }
            }) {
                if step == .stop { return }
            }
        }
    }

    /// The newest records that `isWanted`, newest first. Reads segments from the newest and stops when it has enough.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - segmentLimit: how many segments it may read; what is older is for the index.
    public func newest(
        _ limit: Int, mentioning mention: RecordFilter? = nil, segmentLimit: Int = .max,
        where isWanted: (ParsedRecord) -> Bool
    ) throws(FileFailure) -> [ParsedRecord] {
        let folder = try DiskFolder(directory, isMade: false)
        var found: [ParsedRecord] = []
        for segment in try folder.segments().reversed().prefix(segmentLimit) where found.count < limit {
            var inSegment: [ParsedRecord] = []
            var lines = try SegmentLines(segment, in: folder)
            while let _ = try lines.next({ piece in
                _ = Self.step(for: piece, 1, .max, mention) { record in
                    if isWanted(record) { inSegment.append(record) }
                    if inSegment.count >= 2 * limit { inSegment.removeFirst(inSegment.count - limit) }
                    return .next
                }
            }) {}
            found += inSegment.reversed().prefix(limit - found.count)
        }
        return found
    }

    private static func step(
        for piece: SegmentLines.Piece, _ first: UInt64, _ last: UInt64, _ mention: RecordFilter?,
        _ use: (ParsedRecord) -> ReadingStep
    ) -> ReadingStep {
        switch piece {
        case .unfinished, .tooLong: return .stop
        case .line(let line):
            guard let frame = RecordFrame(line), frame.sequence >= first else { return .next }
            guard frame.sequence <= last else { return .stop }
            guard mention?.matches(line) ?? true, let record = ParsedRecord(line: line) else { return .next }
            return use(record)
        }
    }
}

public enum ReadingStep: Sendable {
    case next, stop
}

/// Looks for one field's value in a line before the line is parsed. Exact, because every value has one spelling.
public struct RecordFilter: Sendable {
    private let needle: [UInt8]

    public init(_ field: RecordField, is text: String) { needle = field.spelling(of: text) }

    /// - Parameter spelling: never empty; its first byte should be a rare one.
    public init(spelling: [UInt8]) {
        precondition(!spelling.isEmpty)
        needle = spelling
    }

    public func matches(_ line: UnsafeRawBufferPointer) -> Bool {
        needle.withUnsafeBytes { needle in
            var rest = line
            // Every field starts with a comma, every object with a brace, so only there is it looked for.
            while rest.count >= needle.count, let start = rest.baseAddress,
                let comma = memchr(start, Int32(needle[0]), rest.count - needle.count + 1),
                let wanted = needle.baseAddress
            {
                if memcmp(comma, wanted, needle.count) == 0 { return true }
                rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(comma) - start + 1)...])
            }
            return false
        }
    }
}
