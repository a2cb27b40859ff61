/// The inside of a JSON string (RFC 8259 § 7) in one canonical spelling that cannot forge or hide a line.
///
/// Written as they are: printable ASCII, and characters outside it that stand for themselves. Written as `\u0000`, lower-case digits: `"`
/// and `\` as `\"` and `\\`; the C0 and C1 controls and DEL, CR and LF with them; the characters that reorder or hide text (bidi
/// controls, zero-width characters, line and paragraph separators, BOM, tags). A byte that is not part of valid UTF-8 is written as `\ufffd`.
enum JSONText {
    static func append(_ text: String, to buffer: inout RecordBuffer) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable {
            append(UnsafeRawBufferPointer($0), to: &buffer)
        }
        if isDone == nil { Array(text.utf8).withUnsafeBytes { append($0, to: &buffer) } }
    }

    static func append(_ text: UnsafeRawBufferPointer, to buffer: inout RecordBuffer) {
        var at = 0
        while at < text.count {
            let plain = plainPrefix(of: text, from: at)
            buffer.append(UnsafeRawBufferPointer(rebasing: text[at..<(at + plain)]))
            at += plain
            if at < text.count { at += appendOne(of: text, from: at, to: &buffer) }
        }
    }

    /// Length of the run from `start` that needs no attention; eight bytes a step.
    private static func plainPrefix(of text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var at = start
        while at + 8 <= text.count, isPlain(text.loadUnaligned(fromByteOffset: at, as: UInt64.self)) { at += 8 }
        while at < text.count, isPlain(text[at]) { at += 1 }
        return at - start
    }

    /// Eight bytes at once. A byte below `n` borrows into its own top bit when `n` is taken from each (Warren, "Hacker's Delight", 6-1).
    @inline(__always)
    private static func isPlain(_ block: UInt64) -> Bool {
        func hasZero(_ bytes: UInt64) -> UInt64 { (bytes &- 0x0101_0101_0101_0101) & ~bytes }
        let controls = (block &- 0x2020_2020_2020_2020) & ~block
        let special =
            hasZero(block ^ 0x2222_2222_2222_2222) | hasZero(block ^ 0x5C5C_5C5C_5C5C_5C5C)
            | hasZero(block ^ 0x7F7F_7F7F_7F7F_7F7F)
        return (block | controls | special) & 0x8080_8080_8080_8080 == 0
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C }

    /// Writes the one character at `start` that is not plain.
    /// - Returns: how many bytes it took.
    private static func appendOne(of text: UnsafeRawBufferPointer, from start: Int, to buffer: inout RecordBuffer)
        -> Int
    {
        let first = text[start]
        if first == 0x22 || first == 0x5C {
            buffer.append(0x5C)
            buffer.append(first)
            return 1
        }
        guard let (scalar, length) = decode(text, from: start) else {
            buffer.append("\\ufffd")
            return 1
        }
        if hides(scalar) {
            escape(scalar, to: &buffer)
        } else {
            buffer.append(UnsafeRawBufferPointer(rebasing: text[start..<(start + length)]))
        }
        return length
    }

    /// One scalar of well-formed UTF-8 (Unicode 16, table 3-7), `nil` for anything else.
    private static func decode(_ text: UnsafeRawBufferPointer, from start: Int) -> (UInt32, Int)? {
        var bytes = text[start..<min(start + 4, text.count)].makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
        return (scalar.value, UTF8.width(scalar))
    }

    private static func hides(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0...0x1F, 0x7F...0x9F: true
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator, zero-width and directional characters, separators, invisible operators.
        case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }

    private static func escape(_ scalar: UInt32, to buffer: inout RecordBuffer) {
        if scalar > 0xFFFF {
            let rest = scalar - 0x10000
            escape(unit: UInt16(0xD800 + rest >> 10), to: &buffer)
            escape(unit: UInt16(0xDC00 + rest & 0x3FF), to: &buffer)
        } else {
            escape(unit: UInt16(scalar), to: &buffer)
        }
    }

    private static func escape(unit: UInt16, to buffer: inout RecordBuffer) {
        buffer.append("\\u")
        for shift in [12, 8, 4, 0] as [UInt16] {
            let nibble = UInt8(truncatingIfNeeded: unit >> shift & 15)
            buffer.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
        }
    }
}
