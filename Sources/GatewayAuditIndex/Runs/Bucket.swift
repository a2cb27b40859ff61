/// The keys of a run whose hashes begin alike, with the records they occur in.
///
///     singles  count, then 5 bytes each: tag, number of the one record
///     others   tag (3 bytes), length of the posting, the posting
///     check    8 bytes over all before
///
/// Most keys are identifiers of one record, so those are short.
enum Bucket {
    /// A key, and where its records stand in a list of all keys' records.
    struct Entry {
        let tag: UInt32
        let start: Int
        let count: Int
    }

    /// - Parameters:
    ///   - numbers: the list that entries point into; the records of each ascend.
    ///   - all: how many records the run has.
    ///   - place: which bucket of which run it is: it is good there alone.
    static func encode(
        _ entries: [Entry], of numbers: UnsafeBufferPointer<UInt16>, all: Int, at place: UInt64
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8192)
        VarInt.append(entries.reduce(0) { $0 + ($1.count == 1 ? 1 : 0) }, to: &bytes)
        for entry in entries where entry.count == 1 {
            append(entry.tag, to: &bytes)
            let number = numbers[entry.start]
            bytes.append(UInt8(number >> 8))
            bytes.append(UInt8(number & 0xFF))
        }
        var posting: [UInt8] = []
        for entry in entries where entry.count > 1 {
            posting.removeAll(keepingCapacity: true)
            let own = UnsafeBufferPointer(rebasing: numbers[entry.start..<(entry.start + entry.count)])
            Posting.encode(own, of: all, to: &posting)
            append(entry.tag, to: &bytes)
            VarInt.append(posting.count, to: &bytes)
            bytes += posting
        }
        Checksum.seal(&bytes, at: place)
        return bytes
    }

    /// The records of one key, ascending.
    ///
    /// - Returns: `nil` when the bytes are not what was written.
    static func numbers(of tag: UInt32, in sealed: [UInt8], of all: Int, at place: UInt64) -> [UInt16]? {
        guard let bytes = Checksum.opened(sealed, at: place) else { return nil }
        var found: [UInt16] = []
        var at = bytes.startIndex
        guard let singles = VarInt.read(bytes, &at), singles >= 0, singles * 5 <= bytes.endIndex - at else {
            return nil
        }
        for _ in 0..<singles {
            if self.tag(bytes, at) == tag {
                let number = UInt16(bytes[at + 3]) << 8 | UInt16(bytes[at + 4])
                guard number < all else { return nil }
                found.append(number)
            }
            at += 5
        }
        while at < bytes.endIndex {
            guard at + 4 <= bytes.endIndex else { return nil }
            let here = self.tag(bytes, at)
            at += 3
            guard let length = VarInt.read(bytes, &at), length >= 0, at + length <= bytes.endIndex else { return nil }
            if here == tag {
                guard Posting.decode(bytes[at..<(at + length)], of: all, into: &found) else { return nil }
            }
            at += length
        }
        return found
    }

    private static func append(_ tag: UInt32, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: tag >> 16))
        bytes.append(UInt8(truncatingIfNeeded: tag >> 8))
        bytes.append(UInt8(truncatingIfNeeded: tag))
    }

    @inline(__always)
    private static func tag(_ bytes: ArraySlice<UInt8>, _ at: Int) -> UInt32 {
        UInt32(bytes[at]) << 16 | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2])
    }
}

/// Eight bytes behind others by which damage is told, and bytes that belong elsewhere; no protection against whoever can write to the file.
enum Checksum {
    static func seal(_ bytes: inout [UInt8], at place: UInt64) {
        let sum = value(of: bytes[...], place)
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: sum >> shift)) }
    }

    static func opened(_ sealed: [UInt8], at place: UInt64) -> ArraySlice<UInt8>? {
        guard sealed.count >= 8 else { return nil }
        let bytes = sealed.dropLast(8)
        var sum: UInt64 = 0
        for (index, byte) in sealed.suffix(8).enumerated() { sum |= UInt64(byte) << (8 * index) }
        return sum == value(of: bytes, place) ? bytes : nil
    }

    private static func value(of bytes: ArraySlice<UInt8>, _ place: UInt64) -> UInt64 {
        bytes.withUnsafeBytes { bytes in
            var state: UInt64 = fold(place ^ 0x51_7CC1_B727_220A) ^ UInt64(bytes.count)
            var at = 0
            while at + 8 <= bytes.count {
                state = fold(state ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                at += 8
            }
            var rest: UInt64 = 0
            while at < bytes.count {
                rest = rest << 8 | UInt64(bytes[at])
                at += 1
            }
            return fold(fold(state ^ rest) ^ 0x9E37_79B9_7F4A_7C15)
        }
    }

    @inline(__always)
    private static func fold(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return high ^ low ^ value.byteSwapped
    }
}
