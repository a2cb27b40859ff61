extension UnsafeRawBufferPointer {
    /// Whether `range` spells `lowercase` in any mixture of cases.
    ///
    /// Setting bit 5 folds letters and leaves every other visible byte that a literal may hold alone. It would turn
    /// some controls into signs: the range must hold none, which the grammar has seen to.
    ///
    /// - Parameter lowercase: no capital letter, none of ``@[\]^_``.
    @inline(__always)
    func spells(_ lowercase: StaticString, at range: ByteRange) -> Bool {
        range.count == lowercase.utf8CodeUnitCount && begins(with: lowercase, at: range.start)
    }

    /// Whether the bytes from `start` on begin with `lowercase` in any mixture of cases. They must reach that far.
    @inline(__always)
    func begins(with lowercase: StaticString, at start: Int) -> Bool {
        let length = lowercase.utf8CodeUnitCount
        assert(start + length <= count)
        let literal = UnsafeRawPointer(lowercase.utf8Start)
        var index = 0
        while index &+ 8 <= length {
            let folded = loadUnaligned(fromByteOffset: start &+ index, as: UInt64.self) | 0x2020_2020_2020_2020
            if folded != literal.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index &+= 8
        }
        while index < length {
            if self[start &+ index] | 0x20 != literal.load(fromByteOffset: index, as: UInt8.self) { return false }
            index &+= 1
        }
        return true
    }

    /// Whether two ranges of these bytes spell the same name in any mixture of cases. Both must be tokens.
    func spellsTheSame(_ first: ByteRange, _ second: ByteRange) -> Bool {
        guard first.count == second.count else { return false }
        for index in 0..<first.count where self[first.start + index].lowercased != self[second.start + index].lowercased
        {
            return false
        }
        return true
    }
}

extension UInt8 {
    /// The small letter for a capital one, everything else as it is.
    @inline(__always)
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
