/// Reads `HTTP-version SP status-code SP [reason-phrase] CRLF` (RFC 9112 § 4), in as many pieces as it comes.
///
/// The space before an absent reason phrase may be missing: servers that leave it out are common and harmless.
struct StatusLine {
    enum Step {
        case complete(end: Int)
        case needsMore
        case refused(HeadProblem)
    }

    private var position = 0
    private(set) var version = HTTPVersion.http11
    private(set) var status = 0
    private(set) var reasonPhrase = ByteRange.empty

    private static let reasonStart = 13

    mutating func advance(over bytes: UnsafeRawBufferPointer, limits: HeadLimits) -> Step {
        let end = Swift.min(bytes.count, limits.head, limits.startLine)
        if position == 0, end >= 8, bytes.word(at: 0) == HTTPVersion.http11Word { position = 8 }
        while position < end, position < Self.reasonStart {
            if bytes[position] == ASCII.carriageReturn, position == Self.reasonStart - 1 { break }
            if let problem = takeFixedPart(bytes[position]) { return .refused(problem) }
            position += 1
        }
        while position < end {
            position = bytes.firstControl(from: position, to: end)
            guard position < end, bytes[position] == ASCII.tab else { break }
            position += 1
        }
        guard position < end else { return outOfBytes(bytes, limits) }
        guard bytes[position] == ASCII.carriageReturn else {
            return .refused(bytes[position] == ASCII.lineFeed ? .bareLineFeed : .statusLineMalformed)
        }
        guard position + 1 < end else { return outOfBytes(bytes, limits) }
        guard bytes[position + 1] == ASCII.lineFeed else { return .refused(.bareCarriageReturn) }
        reasonPhrase = ByteRange(Swift.min(Self.reasonStart, position), position)
        return .complete(end: position + 2)
    }

    /// One byte of `HTTP/1.1 200 `.
    private mutating func takeFixedPart(_ byte: UInt8) -> HeadProblem? {
        switch position {
        case 0, 1, 2, 3, 4, 6:
            let pattern: StaticString = "HTTP/ ."
            return byte == pattern.utf8Start[position] ? nil : .statusLineMalformed
        case 5:
            return byte == UInt8(ascii: "1") ? nil : .versionUnsupported
        case 7:
            switch byte {
            case UInt8(ascii: "0"): version = .http10
            case UInt8(ascii: "1"): version = .http11
            default: return .versionUnsupported
            }
            return nil
        case 8, 12:
            return byte == ASCII.space ? nil : .statusLineMalformed
        default:
            guard let digit = ASCII.digitValue(byte) else { return .statusLineMalformed }
            if position == 9, !(1...5).contains(digit) { return .statusLineMalformed }
            status = status * 10 + Int(digit)
            return nil
        }
    }

    private func outOfBytes(_ bytes: UnsafeRawBufferPointer, _ limits: HeadLimits) -> Step {
        bytes.count >= Swift.min(limits.head, limits.startLine) ? .refused(.headTooLarge) : .needsMore
    }
}
