/// Where the records of a run lie, and when they were: an entry for each `RunMap.group` of them.
struct RunMap {
    /// Records an entry stands for.
    static let group = 32

    struct Entry {
        /// Of the first of them, from the beginning of the segment.
        let offset: Int
        /// Of all of them; as wide as can be where one has none.
        let earliest: Int64
        let latest: Int64
    }

    private(set) var entries: [Entry] = []

    mutating func append(_ entry: Entry) { entries.append(entry) }

    mutating func replaceLast(by entry: Entry) { entries[entries.count - 1] = entry }

    /// 24 bytes an entry, and a check.
    func encoded(at place: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 24 + 8)
        for entry in entries {
            for number in [UInt64(entry.offset), UInt64(bitPattern: entry.earliest), UInt64(bitPattern: entry.latest)] {
                for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
            }
        }
        Checksum.seal(&bytes, at: place)
        return bytes
    }

    init() {}

    /// - Returns: `nil` when the bytes are not what was written.
    init?(_ sealed: [UInt8], records: Int, at place: UInt64) {
        guard let bytes = Checksum.opened(sealed, at: place),
            bytes.count == (records + Self.group - 1) / Self.group * 24
        else {
            return nil
        }
        entries = bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 24).map { at in
                Entry(
                    offset: Int(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)),
                    earliest: bytes.loadUnaligned(fromByteOffset: at + 8, as: Int64.self),
                    latest: bytes.loadUnaligned(fromByteOffset: at + 16, as: Int64.self))
            }
        }
    }
}
