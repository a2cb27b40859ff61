internal import GatewayIdentity

/// Fields in their one canonical spelling: `,"name":value`, no spaces, numbers without leading zeros, text escaped by `JSONText`.
///
/// What a field begins with is inlined where it is written: there its name is a constant, and becomes a few stores.
extension RecordBuffer {
    @inline(__always)
    mutating func field(_ field: RecordField, _ text: String) {
        name(field)
        quoted(text)
    }

    @inline(__always)
    mutating func field(_ field: RecordField, _ text: String?) {
        if let text { self.field(field, text) }
    }

    /// The value is one of our own words, which need no escaping.
    @inline(__always)
    mutating func field<Word: RawRepresentable<String> & CaseIterable>(_ field: RecordField, _ word: Word?) {
        guard let word else { return }
        name(field)
        append(0x22)
        append(plain: word.rawValue)
        append(0x22)
    }

    @inline(__always)
    mutating func field(_ field: RecordField, _ number: Int?) {
        guard let number else { return }
        name(field)
        append(decimal: number)
    }

    @inline(__always)
    mutating func field(_ field: RecordField, _ digest: SHA256Digest?) {
        guard let digest else { return }
        name(field)
        append(0x22)
        append(hex: digest)
        append(0x22)
    }

    @inline(__always)
    mutating func field(_ field: RecordField, _ time: UnixTime?) {
        guard let time else { return }
        self.field(field, RFC3339.string(time))
    }

    @inline(__always)
    mutating func field(_ field: RecordField, _ texts: [String]) {
        name(field)
        append(0x5B)
        for (index, text) in texts.enumerated() {
            if index > 0 { append(0x2C) }
            quoted(text)
        }
        append(0x5D)
    }

    /// 32 hexadecimal digits.
    @inline(__always)
    mutating func identifier(_ field: RecordField, _ high: UInt64, _ low: UInt64) {
        name(field)
        append(0x22)
        append(hex: high, low)
        append(0x22)
    }

    /// 16 hexadecimal digits; nothing where there are none.
    @inline(__always)
    mutating func mark(_ field: RecordField, _ value: UInt64?) {
        guard let value else { return }
        name(field)
        append(0x22)
        append(hex: value)
        append(0x22)
    }

    @inline(__always)
    mutating func name(_ field: RecordField) {
        append(",\"")
        append(plain: field.rawValue)
        append("\":")
    }

    mutating func quoted(_ text: String) {
        append(0x22)
        JSONText.append(text, to: &self)
        append(0x22)
    }

    /// Text that is known to hold nothing to escape: names of our own closed lists.
    @inline(__always)
    mutating func append(plain text: String) {
        let isCopied: Void? = text.utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        if isCopied == nil { append(Array(text.utf8)) }
    }

    mutating func append(decimal number: Int) {
        if number < 0 { append(0x2D) }
        append(decimal: UInt64(number.magnitude))
    }

    mutating func append(decimal number: UInt64) {
        var rest = number
        var length = 1
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        rest = number
        append(count: length) { digits in
            for at in stride(from: length - 1, through: 0, by: -1) {
                digits[at] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
    }

    /// 64 lower-case hexadecimal digits.
    mutating func append(hex digest: SHA256Digest) {
        append(count: 64) { text in
            withUnsafeBytes(of: digest) { Self.encode($0, into: text) }
        }
    }

    /// 32 lower-case hexadecimal digits, most significant first.
    mutating func append(hex high: UInt64, _ low: UInt64) {
        append(count: 32) { text in
            withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Self.encode($0, into: text) }
        }
    }

    /// 16 lower-case hexadecimal digits, most significant first.
    mutating func append(hex value: UInt64) {
        append(count: 16) { text in withUnsafeBytes(of: value.bigEndian) { Self.encode($0, into: text) } }
    }

    /// Eight digits at a time: the nibbles of four bytes are spread into eight lanes and turned into digits together.
    private static func encode(_ bytes: UnsafeRawBufferPointer, into text: UnsafeMutableRawBufferPointer) {
        for at in stride(from: 0, to: bytes.count, by: 4) {
            var spread = UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
            spread = (spread << 16 | spread) & 0x0000_ffff_0000_ffff
            spread = (spread << 8 | spread) & 0x00ff_00ff_00ff_00ff
            spread = (spread << 4 | spread) & 0x0f0f_0f0f_0f0f_0f0f
            // 6 more than a nibble carries into bit 4 exactly for 10...15; those lanes are moved from "9"+1 to "a".
            let isLetter = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
            let digits = spread &+ 0x3030_3030_3030_3030 &+ isLetter &* 0x27
            text.storeBytes(of: digits.bigEndian, toByteOffset: at * 2, as: UInt64.self)
        }
    }
}
