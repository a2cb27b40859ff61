/// Searches, most of which look at eight bytes at a time.
extension UnsafeRawBufferPointer {
    /// The first byte in `start..<end` that is a control (below 0x20, or 0x7F), or `end`.
    @inline(never)
    func firstControl(from start: Int, to end: Int) -> Int {
        assert(start >= 0 && end <= count)
        var index = start
        while index &+ 8 <= end {
            let marks = Self.marksOfControls(in: word(at: index))
            if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < end {
            let byte = self[index]
            if byte < 0x20 || byte == ASCII.delete { return index }
            index &+= 1
        }
        return end
    }

    /// The first byte in `start..<end` that is not of `members`, or `end`.
    @inline(__always)
    func firstOutside(_ members: ByteClass, from start: Int, to end: Int) -> Int {
        assert(start >= 0 && end <= count)
        var index = start
        // Most of what is read is letters, digits and hyphens: those are passed eight at a time, others one by one.
        while members.isSuperset(of: .plainName), index &+ 8 <= end {
            let marks = Self.marksOfSigns(in: word(at: index), asIn: members)
            if marks == 0 {
                index &+= 8
            } else {
                index &+= marks.trailingZeroBitCount / 8
                guard members.contains(self[index]) else { return index }
                index &+= 1
            }
        }
        while index < end, members.contains(self[index]) { index &+= 1 }
        return index
    }

    /// The first `wanted` in `start..<end`, or `end`.
    func first(_ wanted: UInt8, from start: Int, to end: Int) -> Int {
        assert(start >= 0 && end <= count)
        let pattern = 0x0101_0101_0101_0101 &* UInt64(wanted)
        var index = start
        while index &+ 8 <= end {
            let marks = Self.marksOfZeros(in: word(at: index) ^ pattern)
            if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < end {
            if self[index] == wanted { return index }
            index &+= 1
        }
        return end
    }

    /// Eight bytes, the first of them in the lowest place.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The high bit of each byte below 0x20 or equal to 0x7F. A borrow can set marks above a true one, never below:
    /// the lowest mark is exact.
    @inline(__always)
    private static func marksOfControls(in word: UInt64) -> UInt64 {
        let belowSpace = (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
        return belowSpace | marksOfZeros(in: word ^ 0x7F7F_7F7F_7F7F_7F7F)
    }

    /// The high bit of each byte that is no letter, digit or `-`, nor `.` or `/` where `members` hold those too. A byte
    /// of 0x80 and above can set and hide marks above its own: the lowest mark is exact.
    @inline(__always)
    private static func marksOfSigns(in word: UInt64, asIn members: ByteClass) -> UInt64 {
        let letters = highBits(of: word | 0x2020_2020_2020_2020, from: 0x61, to: 0x7A)
        let others =
            members.isSuperset(of: .hyphenToNine)
            ? highBits(of: word, from: 0x2D, to: 0x39)
            : highBits(of: word, from: 0x30, to: 0x39) | highBits(of: word, from: 0x2D, to: 0x2D)
        return (~(letters | others) | word) & 0x8080_8080_8080_8080
    }

    /// The high bit of each byte within the bounds. Right for bytes below 0x80; the other bits mean nothing.
    @inline(__always)
    private static func highBits(of word: UInt64, from first: UInt64, to last: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        return (word &+ ones &* (0x80 - first)) & ~(word &+ ones &* (0x7F - last))
    }

    /// The high bit of each zero byte; the lowest mark is exact.
    @inline(__always)
    private static func marksOfZeros(in word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
