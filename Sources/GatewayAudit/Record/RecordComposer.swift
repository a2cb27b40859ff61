internal import GatewayIdentity

/// Forms the bodies of records for one owner: an event loop, or whoever holds the lock around it.
///
/// A body is everything of a record but `seq`, `prev_hash` and `hash`, in canonical bytes; the one writer of the trail adds those three. So
/// owners neither wait for each other nor hash. Steady state allocates nothing: buffer, time stamp and event ids are kept here.
public struct RecordComposer: ~Copyable {
    private let node: RecordFragment
    private var ids: EventIDSource
    private var stamp = TimeStamp()
    private var body = RecordBuffer(capacity: 4096)

    /// - Parameter node: the name of this node, the field `host` of every record.
    public init(node: String, ids: EventIDSource) {
        self.node = RecordFragment { $0.field(.host, node) }
        self.ids = ids
    }

    /// Forms one record's body and lends it to `use`.
    public mutating func compose<R, E: Error>(
        _ entry: borrowing AuditEntry, _ use: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        body.removeAll()
        stamp.append(entry.time, to: &body)
        let id = ids.next()
        body.identifier(.eventID, id.high, id.low)
        entry.append(to: &body, node: node)
        return try body.withBytes(use)
    }
}

/// `,"ts":"2026-11-22T10:00:00.123+09:00"`; the part down to the second is kept until the second changes.
struct TimeStamp {
    private var second = Int64.min
    private var prefix: [UInt8] = []

    mutating func append(_ time: UnixTime, to record: inout RecordBuffer) {
        if time.seconds != second {
            second = time.seconds
            let text = RFC3339.string(UnixTime(seconds: second))
            prefix = Array(",\"ts\":\"".utf8) + text.utf8.dropLast("000+09:00".utf8.count)
        }
        record.append(prefix)
        let millisecond = Int(time.milliseconds - second * 1000)
        record.append(0x30 + UInt8(millisecond / 100))
        record.append(0x30 + UInt8(millisecond / 10 % 10))
        record.append(0x30 + UInt8(millisecond % 10))
        record.append("+09:00\"")
    }
}
