/// `host [":" port]`, the value of `Host` (RFC 9110 § 7.2).
///
/// Narrower than RFC 3986 § 3.2.2: a name is letters, digits, `-`, `.` and `_`, because consoles have DNS names;
/// percent-encoding and sub-delims are refused. An IPv6 literal stands in brackets.
public struct Authority: Hashable, Sendable {
    public let whole: ByteRange
    /// The name or address without the port; an IPv6 literal with its brackets.
    public let host: ByteRange
    public let port: UInt16?

    init?(_ range: ByteRange, in bytes: UnsafeRawBufferPointer) {
        guard let hostEnd = Self.endOfHost(range, in: bytes), range.count <= 260 else { return nil }
        whole = range
        host = ByteRange(range.start, hostEnd)
        if hostEnd == range.end {
            port = nil
        } else {
            guard bytes[hostEnd] == ASCII.colon, let number = Self.port(hostEnd + 1, range.end, in: bytes) else {
                return nil
            }
            port = number
        }
    }

    private static func endOfHost(_ range: ByteRange, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard !range.isEmpty else { return nil }
        if bytes[range.start] == ASCII.openingBracket {
            let index = bytes.firstOutside(.ipv6Literal, from: range.start + 1, to: range.end)
            guard index < range.end, bytes[index] == ASCII.closingBracket, index >= range.start + 3 else { return nil }
            return index + 1
        }
        let index = bytes.firstOutside(.hostName, from: range.start, to: range.end)
        return index > range.start ? index : nil
    }

    private static func port(_ start: Int, _ end: Int, in bytes: UnsafeRawBufferPointer) -> UInt16? {
        guard (1...5).contains(end - start) else { return nil }
        var number: UInt32 = 0
        for index in start..<end {
            guard let digit = ASCII.digitValue(bytes[index]) else { return nil }
            number = number * 10 + UInt32(digit)
        }
        return UInt16(exactly: number)
    }
}
