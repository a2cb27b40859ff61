internal import GatewayAudit
internal import GatewayIdentity

/// Finds the keys of a record and its time where they lie: no text is made, nothing is copied.
///
/// For every record of the trail, so it walks the line once, takes names by their first eight bytes, and stops before the hashes at its end. A line that
/// is not of the canonical shape yields the keys found up to there; such a line is no record for the search either.
struct KeyScanner {
    /// Keys found in the line scanned last; a record has at most `most`.
    private(set) var count = 0
    private let found: UnsafeMutablePointer<UInt32>
    private var clock = ClockReading()

    /// A decision names up to `DecisionInputs.grantLimit` grants, a change of the policy up to `PolicyGrounds.mostWriters` people.
    static let most = 96

    init() { found = .allocate(capacity: Self.most) }

    func free() { found.deallocate() }

    subscript(index: Int) -> UInt32 { found[index] }

    /// - Returns: the record's time in milliseconds; `nil` when it has none that can be read.
    mutating func scan(_ line: UnsafeRawBufferPointer) -> Int64? {
        count = 0
        var time: Int64?
        // ,"prev_hash":"…64…","hash":"…64…"} is behind all keys.
        let end = line.count - 154
        var at = 1
        while at + 8 < end, line[at] == 0x22 {
            let name = at + 1
            let word = line.loadUnaligned(fromByteOffset: name, as: UInt64.self)
            var length = Self.quote(in: word)
            if length == 8 {
                while name + length < end, line[name + length] != 0x22 { length += 1 }
            }
            let value = name + length + 2
            guard value < end else { break }
            switch line[value] {
            case 0x22:
                guard let close = Self.close(line, from: value + 1, before: end) else { return time }
                if length == 2, UInt16(truncatingIfNeeded: word) == 0x7374 {
                    time = clock.read(UnsafeRawBufferPointer(rebasing: line[(value + 1)..<close]))
                } else {
                    take(word, length, UnsafeRawBufferPointer(rebasing: line[(value + 1)..<close]))
                }
                at = close + 1
            case 0x5B, 0x7B:
                guard let close = Self.brackets(line, from: value, before: end) else { return time }
                if length == 6, word & 0xFFFF_FFFF_FFFF == 0x7374_6E61_7267 {  // grants
                    takeGrants(line, from: value, before: close)
                } else if length == 7, word & 0xFF_FFFF_FFFF_FFFF == 0x73_7265_7469_7277 {  // writers
                    takeWriters(line, from: value + 1, before: close)
                }
                at = close
            default:
                at = value + 1
                while at < end, line[at] != 0x2C { at += 1 }
            }
            at += 1
        }
        return time
    }

    /// The names of the fields that keys stand in, by their first eight bytes and their length.
    @inline(__always)
    private mutating func take(_ word: UInt64, _ length: Int, _ text: UnsafeRawBufferPointer) {
        switch length {
        case 4 where word & 0xFFFF_FFFF == 0x6570_7974: add(.type, text)  // type
        case 6:
            switch word & 0xFFFF_FFFF_FFFF {
            case 0x6E6F_7361_6572: add(.reason, text)  // reason
            case 0x7069_5F63_7273: add(.address, text)  // src_ip
            case 0x7463_656A_626F:  // object
                add(.person, text)
                add(.console, text)
                add(.grant, text)
            default: break
            }
        case 7:
            switch word & 0xFF_FFFF_FFFF_FFFF {
            case 0x65_6D6F_6374_756F: add(.outcome, text)  // outcome
            case 0x74_6E75_6F63_6361: add(.person, text)  // account
            case 0x74_7365_7571_6572: add(.grant, text)  // request
            default: break
            }
        case 8:
            switch word {
            case 0x6469_5F74_6E65_7665: add(.event, text)  // event_id
            case 0x6D61_6572_7473_7075: add(.console, text)  // upstream
            case 0x7265_766F_7270_7061: add(.person, text)  // approver
            default: break
            }
        case 9 where word == 0x6E65_6970_6963_6572: add(.person, text)  // recipient
        case 9 where word == 0x6E61_6369_6C70_7061: takeNames(text)  // applicant
        case 10 where word == 0x5F74_7365_7571_6572: add(.request, text)  // request_id
        case 12 where word == 0x5F6E_6F69_7373_6573: add(.session, text)  // session_hash
        default: break
        }
    }

    @inline(__always)
    private mutating func add(_ key: RecordKey, _ text: UnsafeRawBufferPointer) {
        guard count < Self.most else { return }
        found[count] = KeyHash.hash(KeyHash.seed(key), text)
        count += 1
    }

    /// The ids in a decision's list of grants. Inside text no brace is followed by a bare quote, so none is taken for an id.
    private mutating func takeGrants(_ line: UnsafeRawBufferPointer, from start: Int, before end: Int) {
        var at = start
        while at + 8 < end {
            let word = line.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            guard word & 0xFF_FFFF_FFFF_FFFF == 0x22_3A22_6469_227B else {  // {"id":"
                at += 1
                continue
            }
            let id = at + 7
            guard let close = Self.close(line, from: id, before: end) else { return }
            add(.grant, UnsafeRawBufferPointer(rebasing: line[id..<close]))
            at = close + 1
        }
    }

    /// Everybody who wrote a policy.
    private mutating func takeWriters(_ line: UnsafeRawBufferPointer, from start: Int, before end: Int) {
        var at = start
        while at < end, line[at] == 0x22 {
            guard let close = Self.close(line, from: at + 1, before: end) else { return }
            add(.person, UnsafeRawBufferPointer(rebasing: line[(at + 1)..<close]))
            at = close + 2
        }
    }

    /// The text, and each of the names in it, where they are several: `ParsedRecord.writers`.
    private mutating func takeNames(_ text: UnsafeRawBufferPointer) {
        add(.person, text)
        guard text.contains(0x20) else { return }
        for name in text.split(separator: 0x20) { add(.person, UnsafeRawBufferPointer(rebasing: name)) }
    }

    // MARK: Where things end

    /// How many bytes stand before the first quote, 8 when there is none.
    @inline(__always)
    private static func quote(in word: UInt64) -> Int {
        let differing = word ^ 0x2222_2222_2222_2222
        return ((differing &- 0x0101_0101_0101_0101) & ~differing & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3
    }

    /// - Returns: where the closing quote is.
    @inline(__always)
    private static func close(_ line: UnsafeRawBufferPointer, from start: Int, before end: Int) -> Int? {
        var at = start
        while at < end {
            let word = line.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quotes = word ^ 0x2222_2222_2222_2222
            let escapes = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let hits =
                ((quotes &- 0x0101_0101_0101_0101) & ~quotes | (escapes &- 0x0101_0101_0101_0101) & ~escapes)
                & 0x8080_8080_8080_8080
            guard hits != 0 else {
                at += 8
                continue
            }
            at += hits.trailingZeroBitCount >> 3
            if line[at] == 0x22 { return at < end ? at : nil }
            at += 2
        }
        return nil
    }

    /// - Returns: behind the closing bracket.
    private static func brackets(_ line: UnsafeRawBufferPointer, from start: Int, before end: Int) -> Int? {
        var depth = 0
        var at = start
        while at < end {
            switch line[at] {
            case 0x22:
                guard let quote = close(line, from: at + 1, before: end) else { return nil }
                at = quote
            case 0x5B, 0x7B: depth += 1
            case 0x5D, 0x7D:
                depth -= 1
                if depth == 0 { return at + 1 }
            default: break
            }
            at += 1
        }
        return nil
    }
}

/// Reads `2026-11-22T10:00:00.123+09:00`; what stays the same for a minute is read once a minute.
private struct ClockReading {
    private var minute: (UInt64, UInt64) = (0, 0)
    private var base: Int64 = 0

    @inline(__always)
    mutating func read(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard text.count == 29 else { return slow(text) }
        let words = (
            text.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
            text.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        )
        // +09:00, without its first digit's neighbour: 6 bytes from 23 on.
        let zone = text.loadUnaligned(fromByteOffset: 21, as: UInt64.self) >> 16
        guard zone == 0x3030_3A39_302B, text[16] == 0x3A, text[19] == 0x2E,
            let seconds = two(text, 17), let hundreds = two(text, 20), text[22] &- 0x30 < 10
        else { return slow(text) }
        let rest = seconds * 1000 + hundreds * 10 + Int64(text[22] &- 0x30)
        if words == minute { return base + rest }
        guard let time = slow(text) else { return nil }
        minute = words
        base = time - rest
        return time
    }

    @inline(__always)
    private func two(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int64? {
        let (tens, ones) = (text[at] &- 0x30, text[at + 1] &- 0x30)
        return tens < 10 && ones < 10 ? Int64(tens) * 10 + Int64(ones) : nil
    }

    private func slow(_ text: UnsafeRawBufferPointer) -> Int64? {
        RFC3339.parse(String(decoding: text, as: UTF8.self))?.milliseconds
    }
}
