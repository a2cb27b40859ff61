internal import GatewayAudit
internal import GatewayIdentity

/// The time of a record, without reading the rest.
///
/// Loops stamp independently, by moments, and a clock can jump: numbers are the order of records, times are not. So time is left once it is past by a
/// minute, and nothing behind comes back to it.
enum RecordTime {
    static let slack = Duration.seconds(60)

    static func of(_ line: UnsafeRawBufferPointer) -> UnixTime? {
        var scanner = RecordScanner([.time])
        return scanner.scan(line) ? scanner.text(.time, of: line).flatMap(RFC3339.parse) : nil
    }

    /// A record whose time cannot be read is never past.
    static func isPast(_ end: UnixTime, _ line: UnsafeRawBufferPointer) -> Bool {
        of(line).map { $0 >= end + slack } ?? false
    }

    /// A record behind a place that comes before `end` all the same: the last one in the rest of its segment and in the whole one that follows, or else
    /// the first of a later segment that begins before it.
    static func last(before end: UnixTime, in directory: String, behind place: TrailPlace, through limit: UInt64)
        throws(TrailCursor.Failure) -> UInt64?
    {
        do throws(FileFailure) {
            let shelf = SegmentShelf(directory: directory)
            let segments = try shelf.segments().filter { $0.first >= place.segment && $0.first <= limit }
            for segment in segments.dropFirst(2).reversed() {
                var found: UInt64?
                try shelf.forEachLine(of: segment) { _, line in
                    if !isPast(end, line) { found = RecordFrame.sequence(of: line) }
                    return .stop
                }
                if let found { return found }
            }
            for segment in segments.prefix(2).reversed() {
                var found: UInt64?
                let begin = segment.first == place.segment ? place.offset : 0
                try shelf.forEachLine(of: segment, from: begin) { _, line in
                    guard let sequence = RecordFrame.sequence(of: line), sequence <= limit else { return .stop }
                    if !isPast(end, line) { found = sequence }
                    return .next
                }
                if let found { return found }
            }
            return nil
        } catch {
            throw .file(error)
        }
    }
}
