/// The elements of a comma-separated field value (RFC 9110 § 5.6.1), blanks trimmed, empty ones skipped.
struct ListElements {
    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private var position: Int

    init(of value: ByteRange, in bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        self.end = value.end
        self.position = value.start
    }

    mutating func next() -> ByteRange? {
        while position < end {
            let comma = bytes.first(ASCII.comma, from: position, to: end)
            let element = bytes.trimmingBlanks(from: position, to: comma)
            position = comma + 1
            if !element.isEmpty { return element }
        }
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// `start..<end` without the spaces and tabs at its two ends.
    @inline(__always)
    func trimmingBlanks(from start: Int, to end: Int) -> ByteRange {
        var start = start
        var end = end
        while start < end, ASCII.isBlank(self[start]) { start &+= 1 }
        while end > start, ASCII.isBlank(self[end &- 1]) { end &-= 1 }
        return ByteRange(start, end)
    }
}
