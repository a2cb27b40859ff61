/// Reads `chunk-size [chunk-ext] CRLF` byte by byte (RFC 9112 § 7.1). Extensions are checked and forgotten.
struct ChunkSizeLine {
    private enum Phase {
        case size, extensionName, valueStart, token, quoted, quotedPair, afterQuoted, lineFeed
    }

    enum Step {
        case more
        case complete
        case refused(ChunkedProblem)
    }

    /// Extension bytes in one line.
    static let mostExtensionBytes = 256

    private var phase = Phase.size
    private var digits = 0
    private var nameLength = 0
    private(set) var size: UInt64 = 0
    private(set) var extensionBytes = 0

    mutating func take(_ byte: UInt8) -> Step {
        switch phase {
        case .size:
            if let value = ASCII.hexadecimalValue(byte) { return takeDigit(value) }
            guard digits > 0 else { return .refused(.sizeMalformed) }
            return takeSeparator(byte, otherwise: .sizeMalformed)
        case .lineFeed:
            return byte == ASCII.lineFeed ? .complete : .refused(.lineEndMalformed)
        case .extensionName, .valueStart, .token, .quoted, .quotedPair, .afterQuoted:
            extensionBytes += 1
            guard extensionBytes <= Self.mostExtensionBytes else { return .refused(.extensionsTooLarge) }
            return takeExtension(byte)
        }
    }

    private mutating func takeDigit(_ value: UInt8) -> Step {
        digits += 1
        guard digits <= 16 else { return .refused(.sizeMalformed) }
        size = size << 4 | UInt64(value)  // 16 digits are 64 bits
        return size <= UInt64(Int64.max) ? .more : .refused(.sizeTooLarge)
    }

    /// What may follow the size, a name or a value: the next extension or the end of the line.
    private mutating func takeSeparator(_ byte: UInt8, otherwise problem: ChunkedProblem) -> Step {
        switch byte {
        case ASCII.carriageReturn: phase = .lineFeed
        case ASCII.semicolon:
            phase = .extensionName
            nameLength = 0
        case ASCII.lineFeed: return .refused(.lineEndMalformed)
        default: return .refused(problem)
        }
        return .more
    }

    private mutating func takeExtension(_ byte: UInt8) -> Step {
        switch phase {
        case .extensionName:
            if ByteClass.token.contains(byte) {
                nameLength += 1
                return .more
            }
            guard nameLength > 0 else { return .refused(.extensionMalformed) }
            guard byte == ASCII.equals else { return takeSeparator(byte, otherwise: .extensionMalformed) }
            phase = .valueStart
        case .valueStart:
            if byte == ASCII.quote {
                phase = .quoted
            } else {
                guard ByteClass.token.contains(byte) else { return .refused(.extensionMalformed) }
                phase = .token
            }
        case .token:
            if !ByteClass.token.contains(byte) { return takeSeparator(byte, otherwise: .extensionMalformed) }
        case .quoted:
            if byte == ASCII.quote {
                phase = .afterQuoted
            } else if byte == ASCII.backslash {
                phase = .quotedPair
            } else if !Self.isText(byte) {
                return .refused(.extensionMalformed)
            }
        case .quotedPair:
            guard Self.isText(byte) else { return .refused(.extensionMalformed) }
            phase = .quoted
        case .size, .afterQuoted, .lineFeed:
            return takeSeparator(byte, otherwise: .extensionMalformed)
        }
        return .more
    }

    /// RFC 9110 § 5.6.4: what a quoted string is made of, without bytes of 0x80 and above.
    private static func isText(_ byte: UInt8) -> Bool { byte == ASCII.tab || (0x20..<0x7F).contains(byte) }
}
