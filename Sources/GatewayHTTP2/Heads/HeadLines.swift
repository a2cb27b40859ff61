internal import Glibc

/// The lines of a head that we wrote, or that was read and written anew: each ends with CRLF, the last is empty.
struct HeadLines {
    private let bytes: FieldBytes
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes.bindMemory(to: UInt8.self) }

    /// The next line without its CRLF; `nil` behind the empty one, or where none ends any more.
    mutating func next() -> FieldBytes? {
        guard let base = bytes.baseAddress, position < bytes.count,
            let lineFeed = memchr(base + position, 0x0A, bytes.count - position)
        else { return nil }
        let end = base.distance(to: lineFeed.assumingMemoryBound(to: UInt8.self))
        defer { position = end + 1 }
        guard end > position, bytes[end - 1] == 0x0D, end - 1 > position else { return nil }
        return FieldBytes(rebasing: bytes[position..<(end - 1)])
    }

    /// The name and the value of a field line, without the blanks around the value (RFC 9113 § 8.2.1 forbids them).
    static func field(_ line: FieldBytes) -> (name: FieldBytes, value: FieldBytes)? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
        var start = colon + 1
        var end = line.count
        while start < end, isBlank(line[start]) { start += 1 }
        while end > start, isBlank(line[end - 1]) { end -= 1 }
        return (FieldBytes(rebasing: line[..<colon]), FieldBytes(rebasing: line[start..<end]))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
