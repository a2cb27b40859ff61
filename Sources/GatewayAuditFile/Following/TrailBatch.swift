public import GatewayAudit

/// Records that follow one another in the trail, as they stand on the disk. All of them are acknowledged.
public struct TrailBatch: Sendable {
    private var bytes: [UInt8] = []
    private var entries: [Entry] = []

    private struct Entry: Sendable {
        let sequence: UInt64
        let place: TrailPlace
        let range: Range<Int>
    }

    public var count: Int { entries.count }
    public var isEmpty: Bool { entries.isEmpty }
    public var byteCount: Int { bytes.count }
    /// The sequence numbers of the first record and of the last.
    public var first: UInt64? { entries.first?.sequence }
    public var last: UInt64? { entries.last?.sequence }

    /// Lends each record's line, without its LF: its sequence number, where it begins, its bytes.
    public func forEach(_ use: (UInt64, TrailPlace, UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { bytes in
            for entry in entries {
                use(entry.sequence, entry.place, UnsafeRawBufferPointer(rebasing: bytes[entry.range]))
            }
        }
    }

    /// The records themselves; a line that is none is left out.
    public var records: [ParsedRecord] {
        var records: [ParsedRecord] = []
        forEach { _, _, line in ParsedRecord(line: line).map { records.append($0) } }
        return records
    }

    mutating func append(_ line: UnsafeRawBufferPointer, sequence: UInt64, at place: TrailPlace) {
        let start = bytes.count
        bytes.append(contentsOf: line)
        entries.append(Entry(sequence: sequence, place: place, range: start..<bytes.count))
    }
}
