/// Reads `method SP request-target SP HTTP-version CRLF` (RFC 9112 § 3), in as many pieces as it comes.
///
/// One empty line before it is skipped (RFC 9112 § 2.2), a second is not.
struct RequestLine {
    private enum Phase {
        case leadingLine, method, targetStart, path, query, absoluteTarget, afterAsterisk, version
    }

    enum Step {
        /// The index of the first field line.
        case complete(end: Int)
        case needsMore
        case refused(HeadProblem)
    }

    private var phase = Phase.leadingLine
    private var position = 0
    private var lineStart = 0
    private(set) var method = ByteRange.empty
    private(set) var target = ByteRange.empty
    private(set) var form = RequestTarget.Form.origin
    /// The index behind the first `?` of an origin form.
    private(set) var queryStart: Int?
    private(set) var version = HTTPVersion.http11

    mutating func advance(over bytes: UnsafeRawBufferPointer, limits: HeadLimits) -> Step {
        while true {
            let end = Swift.min(bytes.count, limits.head, lineStart &+ limits.startLine)
            switch phase {
            case .leadingLine:
                guard position < end else { return .needsMore }
                if bytes[position] == ASCII.carriageReturn {
                    guard position &+ 1 < end else { return outOfBytes(bytes, limits) }
                    guard bytes[position &+ 1] == ASCII.lineFeed else { return .refused(.bareCarriageReturn) }
                    position = 2
                    lineStart = 2
                }
                phase = .method

            case .method:
                let end = Swift.min(end, lineStart &+ RequestMethod.mostBytes &+ 1)
                position = bytes.firstOutside(.token, from: position, to: end)
                guard position < end else {
                    return bytes.count > lineStart &+ RequestMethod.mostBytes
                        ? .refused(.requestLineMalformed) : outOfBytes(bytes, limits)
                }
                guard bytes[position] == ASCII.space, position > lineStart else {
                    return .refused(.requestLineMalformed)
                }
                method = ByteRange(lineStart, position)
                position &+= 1
                phase = .targetStart

            case .targetStart:
                guard position < end else { return outOfBytes(bytes, limits) }
                target = ByteRange(position, position)
                queryStart = nil
                switch bytes[position] {
                case ASCII.slash:
                    form = .origin
                    phase = .path
                case ASCII.asterisk:
                    form = .asterisk
                    position &+= 1
                    phase = .afterAsterisk
                default:
                    form = .absolute
                    phase = .absoluteTarget
                }

            case .path:
                position = bytes.firstOutside(.path, from: position, to: end)
                guard position < end else { return outOfBytes(bytes, limits) }
                if bytes[position] == ASCII.question {
                    position &+= 1
                    queryStart = position
                    phase = .query
                } else if let problem = finishTarget(bytes) {
                    return .refused(problem)
                }

            case .query, .absoluteTarget:
                position = bytes.firstOutside(.query, from: position, to: end)
                guard position < end else { return outOfBytes(bytes, limits) }
                if let problem = finishTarget(bytes) { return .refused(problem) }

            case .afterAsterisk:
                guard position < end else { return outOfBytes(bytes, limits) }
                if let problem = finishTarget(bytes) { return .refused(problem) }

            case .version:
                return readVersion(bytes, end: end, limits)
            }
        }
    }

    /// Expects the space behind the target.
    @inline(__always)
    private mutating func finishTarget(_ bytes: UnsafeRawBufferPointer) -> HeadProblem? {
        guard bytes[position] == ASCII.space, position > target.start else { return .targetMalformed }
        target = ByteRange(target.start, position)
        position &+= 1
        phase = .version
        return nil
    }

    /// `HTTP/1.0` or `HTTP/1.1` and CRLF, which is all there is between the target and the fields.
    private mutating func readVersion(_ bytes: UnsafeRawBufferPointer, end: Int, _ limits: HeadLimits) -> Step {
        let start = target.end &+ 1
        if position == start, start &+ 8 <= end, bytes.word(at: start) == HTTPVersion.http11Word {
            version = .http11
            position &+= 8
        }
        while position < end {
            let byte = bytes[position]
            switch position &- start {
            case 0, 1, 2, 3, 4, 6:
                guard byte == Self.pattern(at: position &- start) else { return .refused(.requestLineMalformed) }
            case 5:
                guard let digit = ASCII.digitValue(byte) else { return .refused(.requestLineMalformed) }
                guard digit == 1 else { return .refused(.versionUnsupported) }
            case 7:
                guard let digit = ASCII.digitValue(byte) else { return .refused(.requestLineMalformed) }
                guard digit < 2 else { return .refused(.versionUnsupported) }
                version = digit == 0 ? .http10 : .http11
            case 8:
                guard byte == ASCII.carriageReturn else {
                    return .refused(byte == ASCII.lineFeed ? .bareLineFeed : .requestLineMalformed)
                }
            default:
                guard byte == ASCII.lineFeed else { return .refused(.bareCarriageReturn) }
                return .complete(end: position &+ 1)
            }
            position &+= 1
        }
        return outOfBytes(bytes, limits)
    }

    @inline(__always)
    private static func pattern(at index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: 0x002E_002F_5054_5448 >> UInt64(index * 8))  // "HTTP/", any byte, "."
    }

    /// The bytes end before the line does: more may come, unless the line is too long. Only a target can make it so.
    private func outOfBytes(_ bytes: UnsafeRawBufferPointer, _ limits: HeadLimits) -> Step {
        bytes.count >= Swift.min(limits.head, lineStart + limits.startLine) ? .refused(.targetTooLong) : .needsMore
    }
}
