public import GatewayIdentity

/// Stands in an export for a record that is not in it: shows that there is one, which follows the one before it and which the next one follows, and
/// nothing of what it says.
///
/// The record's hash is finished from the state of SHA-256 in its middle: `after` bytes are only in that state, and the `tail`, which ends with
/// `prev_hash`, is told. The cut is where at least 24 digits of `prev_hash` are behind it, and at most 9 bytes of the record.
///
///     {"seq":8,"after":960,"state":"…64…","tail":"…hex…"}
public struct OmissionProof: Hashable, Sendable {
    public let sequence: UInt64
    private let after: Int
    private let state: [UInt8]
    private let tail: [UInt8]

    /// `,"prev_hash":"`
    private static let opening = 14
    private static let digitsHidden = 40
    private static let digitsTold = 24

    /// - Parameter line: a record, without its LF.
    public init?(of line: UnsafeRawBufferPointer) {
        guard let frame = RecordFrame(line) else { return nil }
        let message = frame.hashedBytes
        // Behind the digits is their quote; the brace that is hashed too is not in the line there.
        let digits = message.count - 1 - 64
        let cut = (digits + Self.digitsHidden) / SHA256Midstate.block * SHA256Midstate.block
        var middle = SHA256Midstate.initial
        middle.update(UnsafeRawBufferPointer(rebasing: message[..<cut]))
        sequence = frame.sequence
        after = cut
        state = middle.bytes
        tail = Array(message[cut...]) + [UInt8(ascii: "}")]
    }

    /// The hash of the record that is omitted.
    ///
    /// - Parameter previous: the hash of the record before it.
    /// - Returns: `nil` when it does not follow that one.
    public func hash(after previous: SHA256Digest) -> SHA256Digest? {
        let digits = tail.dropLast(2).suffix(64)
        let told = min(64, digits.reversed().prefix { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }.count)
        guard tail.suffix(2) == Array("\"}".utf8), told >= Self.digitsTold,
            previous.hex.utf8.suffix(told).elementsEqual(digits.suffix(told)), let state = SHA256Midstate(state)
        else { return nil }
        return state.digest(with: tail, length: after + tail.count)
    }

    // MARK: As a line

    public var line: String {
        "{\"seq\":\(sequence),\"after\":\(after),\"state\":\"\(Self.hex(state))\",\"tail\":\"\(Self.hex(tail))\"}"
    }

    public init?(line: UnsafeRawBufferPointer) {
        guard let members = JSONReader.members(of: line) else { return nil }
        var (sequence, after): (Int?, Int?) = (nil, nil)
        var (state, tail): ([UInt8]?, [UInt8]?) = (nil, nil)
        for member in members {
            switch (member.name, member.value) {
            case ("seq", .integer(let number)): sequence = number
            case ("after", .integer(let number)): after = number
            case ("state", .string(let text)): state = Self.bytes(text)
            case ("tail", .string(let text)): tail = Self.bytes(text)
            default: return nil
            }
        }
        guard let sequence, sequence > 0, UInt64(sequence) < RecordLine.sequenceLimit, let after,
            (0...RecordLine.limit).contains(after), after.isMultiple(of: SHA256Midstate.block),
            let state, let tail, tail.count <= 256
        else { return nil }
        self.sequence = UInt64(sequence)
        self.after = after
        self.state = state
        self.tail = tail
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func hex(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let values = text.utf8.map { digits.firstIndex(of: $0) }
        guard values.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: values.count, by: 2) {
            guard let high = values[index], let low = values[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
