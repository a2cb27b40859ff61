public import GatewayAudit

/// A place in the trail, just before one of its lines: where a search that had read enough goes on.
///
/// Nothing depends on its truth: a place that is none leads to no line, or to a line further back.
public struct TrailPlace: Hashable, Sendable, CustomStringConvertible {
    /// The sequence number in the segment's name.
    public let segment: UInt64
    /// Bytes from its beginning.
    public let offset: Int

    public init(segment: UInt64, offset: Int) {
        self.segment = segment
        self.offset = offset
    }

    /// As `description` writes it.
    public init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let segment = UInt64(parts[0]), let offset = Int(parts[1]), offset >= 0 else {
            return nil
        }
        self.init(segment: segment, offset: offset)
    }

    public var description: String { "\(segment)-\(offset)" }
}

/// What one search read.
public struct TrailPage: Sendable {
    /// Newest first.
    public let records: [ParsedRecord]
    /// `nil`: there is nothing older.
    public let next: TrailPlace?
}
