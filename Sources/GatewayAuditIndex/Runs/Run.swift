internal import GatewayAuditFile

/// What is known of a piece of a segment: some records that follow one another, at most `Run.limit`.
struct Run {
    /// Records are numbered in 16 bits.
    static let limit = 65_536

    /// `nil` until it is stored.
    var id: Int64?
    /// Its name.
    let segment: UInt64
    /// By which the segment is known again.
    let identity: SegmentIdentity
    let first: UInt64
    var count = 0
    /// Bytes from the segment's beginning.
    let start: Int
    var end: Int
    var earliest = Int64.max
    var latest = Int64.min

    var last: UInt64 { first + UInt64(count) - 1 }
}
