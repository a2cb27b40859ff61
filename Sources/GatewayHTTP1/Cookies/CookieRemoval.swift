/// Writes a `Cookie` field without one cookie; the others keep their order and their bytes.
struct CookieRemoval {
    let name: CookieName

    init(of name: CookieName) { self.name = name }

    /// Writes what remains of the field, or nothing where nothing remains.
    func write(_ field: Field, of bytes: UnsafeRawBufferPointer, into sink: inout FixedSink) {
        var pairs = CookiePairs(of: field.value, in: bytes)
        var unwritten = field.value.start
        var wroteSome = false
        var removedSome = false
        while let pair = pairs.next() {
            guard name.resembles(pair.content, in: bytes) else { continue }
            removedSome = true
            if unwritten < pair.separatorBefore {
                if !wroteSome { sink.append(bytes, from: field.line.start, to: field.value.start) }
                sink.append(bytes, from: unwritten, to: pair.separatorBefore)
                wroteSome = true
            }
            unwritten = wroteSome ? pair.separatorBehind : nextPair(after: pair, of: field, in: bytes)
        }
        if !removedSome {
            sink.append(bytes[field.line])
        } else if unwritten < field.value.end {
            if !wroteSome { sink.append(bytes, from: field.line.start, to: field.value.start) }
            sink.append(bytes, from: unwritten, to: field.line.end)
        } else if wroteSome {
            sink.append("\r\n")
        }
    }

    /// Where the next pair begins: behind the separator and the blanks that follow it.
    func nextPair(after pair: CookiePairs.Pair, of field: Field, in bytes: UnsafeRawBufferPointer) -> Int {
        var start = Swift.min(pair.separatorBehind + 1, field.value.end)
        while start < field.value.end, ASCII.isBlank(bytes[start]) { start += 1 }
        return start
    }
}
