/// A client's question to a time server, and its answer (RFC 5905 § 7.3 and § 14; the client is one of RFC 4330).
///
/// The question holds nothing of ours: its time is a random number that the answer must repeat, so that an answer that nobody asked for is no
/// answer.
public struct SNTPPacket: Hashable, Sendable {
    public static let length = 48
    /// From 1900-01-01 to 1970-01-01, in seconds.
    private static let epoch: Int64 = 2_208_988_800

    public enum Refusal: String, Error, Hashable, Sendable {
        case tooShort = "too short"
        case notAnAnswer = "not a server's answer"
        case notAsked = "not an answer to what was asked"
        case unsynchronised = "the server is not synchronised itself"
        /// A kiss-o'-death (§ 7.4): it wants to be left alone.
        case goAway = "the server refuses to answer"
        case implausible = "its times make no sense"
    }

    /// Version 4, mode 3.
    public static func question(nonce: UInt64) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        bytes[0] = 4 << 3 | 3
        for index in 0..<8 { bytes[40 + index] = UInt8(truncatingIfNeeded: nonce >> UInt64(56 - index * 8)) }
        return bytes
    }

    /// - Parameters:
    ///   - sentAt: what our clock showed when the question left; since 1970. - receivedAt: the same, when the answer came.
    public static func reading(
        of answer: [UInt8], nonce: UInt64, sentAt: Duration, receivedAt: Duration
    ) throws(Refusal) -> ClockReading {
        guard answer.count >= length else { throw .tooShort }
        guard answer[0] & 7 == 4, (3...4).contains(answer[0] >> 3 & 7) else { throw .notAnAnswer }
        guard number(answer, 24) == nonce else { throw .notAsked }
        let stratum = answer[1]
        if stratum == 0 { throw .goAway }
        guard answer[0] >> 6 != 3, stratum < 16 else { throw .unsynchronised }
        let received = time(answer, 32, near: sentAt)
        let sent = time(answer, 40, near: receivedAt)
        let onTheWay = (receivedAt - sentAt) - (sent - received)
        guard number(answer, 40) != 0, sent >= received, receivedAt >= sentAt, onTheWay >= .zero else {
            throw .implausible
        }
        // § 11.1: half of all the way to the reference clock, and what it may be wrong by; a millisecond for how our clock is read.
        let root = short(answer, 4) / 2 + short(answer, 8)
        return ClockReading(
            offset: ((received - sentAt) + (sent - receivedAt)) / 2,
            uncertainty: onTheWay / 2 + root + .milliseconds(1))
    }

    private static func number(_ bytes: [UInt8], _ at: Int) -> UInt64 {
        bytes[at..<(at + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// 32 bits of seconds and 32 of their fraction; of the eras (§ 6) the one that is nearest.
    private static func time(_ bytes: [UInt8], _ at: Int, near ours: Duration) -> Duration {
        let raw = number(bytes, at)
        let seconds = Int64(raw >> 32) - epoch
        let fraction = Int64(((raw & 0xFFFF_FFFF) * 1_000_000_000) >> 32)
        let era = ((ours.components.seconds - seconds) + (1 << 31)) >> 32
        return .seconds(seconds + (era << 32)) + .nanoseconds(fraction)
    }

    /// 16 bits of seconds and 16 of their fraction.
    private static func short(_ bytes: [UInt8], _ at: Int) -> Duration {
        let raw = bytes[at..<(at + 4)].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return .nanoseconds((raw * 1_000_000_000) >> 16)
    }
}
