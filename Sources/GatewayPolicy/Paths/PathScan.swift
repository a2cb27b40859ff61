/// The byte-level judgement behind `CanonicalPath`.
enum PathScan {
    typealias Problem = CanonicalPath.Problem

    /// One pass over the bytes as they arrived; a path without escapes is fully judged by it.
    static func hasEscapes(_ raw: UnsafeRawBufferPointer) throws(Problem) -> Bool {
        guard raw.first == slash else { throw .notAbsolute }
        var escapes = false
        for byte in raw where !isPlain(byte) {
            guard byte == percent else { throw .forbiddenByte }
            escapes = true
        }
        if !escapes { try judgeSegments(raw) }
        return escapes
    }

    /// Decodes once into scratch memory and judges what came out.
    static func decoding<R>(
        _ raw: UnsafeRawBufferPointer, _ body: (CanonicalBytes) throws(Problem) -> R
    ) throws(Problem) -> R {
        let verdict: Result<R, Problem> = withUnsafeTemporaryAllocation(byteCount: raw.count, alignment: 1) { scratch in
            do throws(Problem) {
                let count = try decode(raw, into: scratch)
                let decoded = UnsafeRawBufferPointer(rebasing: scratch[..<count])
                try judgeDecoded(decoded)
                return .success(try body(CanonicalBytes(decoded)))
            } catch {
                return .failure(error)
            }
        }
        return try verdict.get()
    }

    private static func decode(_ raw: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) throws(Problem)
        -> Int
    {
        var count = 0
        var at = 0
        while at < raw.count {
            var byte = raw[at]
            at += 1
            if byte == percent {
                guard at + 1 < raw.count, let high = nibble(raw[at]), let low = nibble(raw[at + 1]) else {
                    throw .malformedEscape
                }
                byte = high << 4 | low
                at += 2
                guard byte >= 0x20, byte != 0x7F, byte != slash, byte != backslash, byte != semicolon else {
                    throw .encodedDelimiter
                }
            }
            out[count] = byte
            count += 1
        }
        return count
    }

    private static func judgeDecoded(_ decoded: UnsafeRawBufferPointer) throws(Problem) {
        for at in decoded.indices where decoded[at] == percent {
            if at + 2 < decoded.count, nibble(decoded[at + 1]) != nil, nibble(decoded[at + 2]) != nil {
                throw .doubleEncoding
            }
        }
        try judgeUTF8(decoded)
        try judgeSegments(decoded)
    }

    /// RFC 3629: overlong forms, surrogates and stray bytes are no UTF-8.
    private static func judgeUTF8(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        var iterator = bytes.makeIterator()
        var decoder = UTF8()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue: continue
            case .emptyInput: return
            case .error: throw .notUTF8
            }
        }
    }

    private static func judgeSegments(_ path: UnsafeRawBufferPointer) throws(Problem) {
        var at = 1
        while at < path.count {
            if path[at - 1] == slash {
                if path[at] == slash { throw .emptySegment }
                if path[at] == dot, isDotSegment(path, at) { throw .dotSegment }
            }
            at += 1
        }
    }

    /// `.` or `..` up to the next slash or the end; `start` is on a dot.
    private static func isDotSegment(_ path: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        var end = start + 1
        if end < path.count, path[end] == dot { end += 1 }
        return end == path.count || path[end] == slash
    }

    /// Printable ASCII but `%`, and but space, `#`, `;`, `?` and `\`: a space ends the target, a query and a fragment are no path, the others
    /// are read in two ways. One bit a byte.
    private static func isPlain(_ byte: UInt8) -> Bool {
        let half: UInt64 = byte < 64 ? 0x77ff_ffd6_0000_0000 : 0x7fff_ffff_efff_ffff
        return byte < 128 && half >> UInt64(byte & 63) & 1 == 1
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    private static let slash = UInt8(ascii: "/")
    private static let backslash = UInt8(ascii: "\\")
    private static let semicolon = UInt8(ascii: ";")
    private static let percent = UInt8(ascii: "%")
    private static let dot = UInt8(ascii: ".")
}
