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
    /// Which of its buckets hold something: a bit each.
    var buckets: [UInt64] = [0, 0, 0, 0]

    var last: UInt64 { first + UInt64(count) - 1 }

    /// Tells what belongs to one bucket of this run from all else.
    func place(ofBucket number: UInt8) -> UInt64 { first << 8 | UInt64(number) }

    func hasBucket(_ number: UInt8) -> Bool { buckets[Int(number >> 6)] >> UInt64(number & 63) & 1 == 1 }

    mutating func addBucket(_ number: UInt8) { buckets[Int(number >> 6)] |= 1 << UInt64(number & 63) }

    // MARK: On the disk

    /// Everything but its number: eleven numbers of eight bytes, the identity, and a check.
    var encoded: [UInt8] {
        let times = [UInt64(bitPattern: earliest), UInt64(bitPattern: latest)]
        let numbers = [segment, first, UInt64(count), UInt64(start), UInt64(end)] + times + buckets
        var bytes: [UInt8] = []
        for number in numbers {
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
            }
        }
        bytes += identity.text.utf8
        Checksum.seal(&bytes, at: first)
        return bytes
    }
}

extension Run {
    /// - Returns: `nil` when the bytes are not what was written for the run that begins there.
    init?(id: Int64, first: UInt64, _ sealed: [UInt8]) {
        guard let bytes = Checksum.opened(sealed, at: first), bytes.count >= 88 else { return nil }
        let numbers = bytes.withUnsafeBytes { bytes in
            (0..<11).map { bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
        }
        guard numbers[1] == first, numbers[0] <= first, (1...UInt64(Self.limit)).contains(numbers[2]) else {
            return nil
        }
        self.init(
            id: id, segment: numbers[0], identity: SegmentIdentity(String(decoding: bytes[88...], as: UTF8.self)),
            first: first, count: Int(numbers[2]), start: Int(truncatingIfNeeded: numbers[3]),
            end: Int(truncatingIfNeeded: numbers[4]), earliest: Int64(bitPattern: numbers[5]),
            latest: Int64(bitPattern: numbers[6]), buckets: Array(numbers[7...]))
    }

    /// The first one, or the next, of a segment.
    init(segment: UInt64, identity: SegmentIdentity, first: UInt64, start: Int) {
        self.init(id: nil, segment: segment, identity: identity, first: first, start: start, end: start)
    }
}
