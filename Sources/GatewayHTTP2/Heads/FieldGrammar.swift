/// What a name and a value may be made of, so that a head written with them has the lines it should have.
///
/// nghttp2 has looked at them before. It is looked at again where they become lines of text, because there a mistake
/// would be a second request.
enum FieldGrammar {
    /// RFC 9113 § 8.2.1: a token without capital letters.
    @inline(__always)
    static func isName(_ bytes: FieldBytes) -> Bool {
        guard !bytes.isEmpty else { return false }
        for byte in bytes {
            let half: UInt64 = byte < 64 ? 0x03ff_6cfa_0000_0000 : 0x57ff_ffff_c000_0000
            guard byte < 128, (half >> UInt64(byte & 63)) & 1 != 0 else { return false }
        }
        return true
    }

    /// RFC 9110 § 5.5: no control but the tab. Blanks at the ends are the library's to refuse and harmless here.
    @inline(__always)
    static func isValue(_ bytes: FieldBytes) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index &+ 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if mayHoldControl(word), !raw[index..<(index &+ 8)].allSatisfy(isText) { return false }
            index &+= 8
        }
        return raw[index...].allSatisfy(isText)
    }

    @inline(__always)
    private static func isText(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

    /// Whether one of eight bytes is below 0x20, or 0x7F; never no where one is.
    @inline(__always)
    private static func mayHoldControl(_ word: UInt64) -> Bool {
        let belowSpace = (word &- 0x2020_2020_2020_2020) & ~word
        let isDelete = word ^ 0x7F7F_7F7F_7F7F_7F7F
        return (belowSpace | (isDelete &- 0x0101_0101_0101_0101) & ~isDelete) & 0x8080_8080_8080_8080 != 0
    }

    /// What becomes a word of the request line, or the value of Host: no blank and no control.
    @inline(__always)
    static func isWord(_ bytes: FieldBytes) -> Bool {
        for byte in bytes where byte <= 0x20 || byte == 0x7F { return false }
        return !bytes.isEmpty
    }

    @inline(__always)
    static func equals(_ bytes: FieldBytes, _ literal: StaticString) -> Bool {
        guard bytes.count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count where bytes[index] != literal.utf8Start[index] { return false }
        return true
    }

    /// Whether two host names are the same, whatever their case.
    static func sameHost(_ first: FieldBytes, _ second: FieldBytes) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { lowercased($0) == lowercased($1) }
    }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// RFC 9113 § 8.2.2: fields that speak of one HTTP/1.1 connection have no place in HTTP/2.
    @inline(__always)
    static func isOfConnection(_ name: FieldBytes) -> Bool {
        switch name.count {
        case 7: spells(name, "upgrade")
        case 10: spells(name, "connection") || spells(name, "keep-alive")
        case 16: spells(name, "proxy-connection")
        case 17: spells(name, "transfer-encoding")
        default: false
        }
    }

    /// Whether `name` is `lowercase` in any mixture of cases.
    @inline(__always)
    static func spells(_ name: FieldBytes, _ lowercase: StaticString) -> Bool {
        guard name.count == lowercase.utf8CodeUnitCount else { return false }
        for index in 0..<name.count where Self.lowercased(name[index]) != lowercase.utf8Start[index] { return false }
        return true
    }
}
