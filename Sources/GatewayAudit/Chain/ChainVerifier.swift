internal import GatewayCrypto
public import GatewayIdentity

/// Follows a chain line by line and stops at the first line that does not continue it.
///
/// Reads text only: it shares no code with `ChainWriter`, so that a mistake in one is not repeated in the other.
public struct ChainVerifier {
    public private(set) var last: ChainPoint
    private let hasher = SHA256Hasher()

    public init(after point: ChainPoint) { last = point }

    /// Judges the next line, given without its LF, and moves on if it continues the chain.
    /// - Returns: what differs, `nil` when nothing does.
    public mutating func difference(of line: UnsafeRawBufferPointer) -> ChainBreak.Difference? {
        guard let frame = RecordFrame(line) else { return .malformed }
        guard frame.sequence == last.sequence + 1 else { return .sequence(found: frame.sequence) }
        guard frame.previousHash == last.hash else { return .previousHash }
        hasher.update(frame.hashedBytes)
        hasher.update([UInt8(ascii: "}")])
        guard hasher.finish() == frame.hash else { return .hash }
        last = ChainPoint(sequence: frame.sequence, hash: frame.hash)
        return nil
    }
}

/// The ends of a record's line, read from its bytes: `{"seq":N,` in front, `,"prev_hash":"…","hash":"…"}` behind. Valid as long as the line is.
public struct RecordFrame {
    public let sequence: UInt64
    public let previousHash: SHA256Digest
    public let hash: SHA256Digest
    /// Where the chain stood before this record, by its own word.
    public var before: ChainPoint { ChainPoint(sequence: sequence - 1, hash: previousHash) }
    /// What `hash` covers, but for the closing brace.
    public let hashedBytes: UnsafeRawBufferPointer

    private static let opening = Array("{\"seq\":".utf8)
    private static let beforePrevious = Array(",\"prev_hash\":\"".utf8)
    private static let beforeHash = Array("\",\"hash\":\"".utf8)
    private static let closing = Array("\"}".utf8)
    private static let tailLength = beforePrevious.count + 64 + beforeHash.count + 64 + closing.count

    /// - Parameter line: one line without its LF; `nil` when it is not framed like a record.
    public init?(_ line: UnsafeRawBufferPointer) {
        let tail = line.count - Self.tailLength
        guard tail > Self.opening.count, line.count < RecordLine.limit else { return nil }
        let previous = tail + Self.beforePrevious.count
        let middle = previous + 64
        let hash = middle + Self.beforeHash.count
        guard Self.matches(Self.opening, line, at: 0), Self.matches(Self.beforePrevious, line, at: tail),
            Self.matches(Self.beforeHash, line, at: middle), Self.matches(Self.closing, line, at: hash + 64),
            let sequence = Self.number(line, from: Self.opening.count, before: tail),
            let previousHash = Self.digest(line, at: previous), let hashValue = Self.digest(line, at: hash)
        else { return nil }
        self.sequence = sequence
        self.previousHash = previousHash
        self.hash = hashValue
        hashedBytes = UnsafeRawBufferPointer(rebasing: line[..<(middle + 1)])
    }

    /// The number of a line that is framed like a record, for whoever follows a trail and does not verify it: hashes are not read.
    public static func sequence(of line: UnsafeRawBufferPointer) -> UInt64? {
        let tail = line.count - tailLength
        guard tail > opening.count, line.count < RecordLine.limit, matches(opening, line, at: 0),
            matches(beforePrevious, line, at: tail),
            matches(beforeHash, line, at: tail + beforePrevious.count + 64), matches(closing, line, at: line.count - 2)
        else { return nil }
        return number(line, from: opening.count, before: tail)
    }

    private static func matches(_ text: [UInt8], _ line: UnsafeRawBufferPointer, at start: Int) -> Bool {
        text.indices.allSatisfy { line[start + $0] == text[$0] }
    }

    /// Decimal digits without a leading zero, followed by a comma.
    private static func number(_ line: UnsafeRawBufferPointer, from start: Int, before end: Int) -> UInt64? {
        guard line[start] != 0x30 else { return nil }
        var value: UInt64 = 0
        var at = start
        while at < end, (0x30...0x39).contains(line[at]) {
            let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = tens.addingReportingOverflow(UInt64(line[at] - 0x30))
            guard !tooLarge, !carried else { return nil }
            value = sum
            at += 1
        }
        // Beyond every trail: whoever reads one on may count on one more.
        return at > start && line[at] == 0x2C && value < RecordLine.sequenceLimit ? value : nil
    }

    /// 64 lower-case digits: upper-case ones would be a second spelling of the same hash.
    private static func digest(_ line: UnsafeRawBufferPointer, at start: Int) -> SHA256Digest? {
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { value in
            for index in 0..<32 {
                guard let high = nibble(line[start + index * 2]), let low = nibble(line[start + index * 2 + 1]) else {
                    return nil
                }
                value[index] = high << 4 | low
            }
            return SHA256Digest(UnsafeRawBufferPointer(value))
        }
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
