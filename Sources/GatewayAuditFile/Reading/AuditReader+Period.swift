internal import GatewayAudit
public import GatewayIdentity

extension AuditReader {
    /// Event loops stamp independently: a segment may hold records that are so much older than its first.
    private static let slack = Duration.seconds(60)

    /// Every whole line from an instant on, and some that are older: segments that were over by then are not read.
    public func forEachLine(since begin: UnixTime, _ use: (UnsafeRawBufferPointer) -> ReadingStep) throws(FileFailure) {
        let folder = try DiskFolder(directory, isMade: false)
        var place: TrailPlace?
        for segment in try folder.segments() {
            guard let first = try Self.firstTime(of: segment, in: folder), first <= begin - Self.slack else { break }
            place = TrailPlace(segment: segment.first, offset: 0)
        }
        try forEachLine(from: place, use)
    }

    /// `nil`: it has no whole record, or none that tells.
    private static func firstTime(of segment: SegmentName, in folder: DiskFolder) throws(FileFailure) -> UnixTime? {
        var lines = try SegmentLines(segment, in: folder)
        return try lines.next { piece -> UnixTime? in
            switch piece {
            case .line(let line): ParsedRecord(line: line)?.time
            case .unfinished, .tooLong: nil
            }
        } ?? nil
    }
}
