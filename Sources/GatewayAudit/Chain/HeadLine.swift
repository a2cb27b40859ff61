internal import GatewayIdentity

/// The one line of the head file: up to where the trail was acknowledged.
///
///     {"format":"gwanmun-audit-head/1","last_seq":"00000000000000000042","last_hash":"…64…"}⏎
///
/// Always of one length, so that it is overwritten in place and never leaves the end of a longer one behind.
public enum HeadLine {
    private static let opening = Array("{\"format\":\"gwanmun-audit-head/1\",\"last_seq\":\"".utf8)
    private static let middle = Array("\",\"last_hash\":\"".utf8)
    private static let closing = Array("\"}\n".utf8)

    public static let length = opening.count + 20 + middle.count + 64 + closing.count

    public static func bytes(for point: ChainPoint) -> [UInt8] {
        opening + Array(padded(point.sequence).utf8) + middle + Array(point.hash.hex.utf8) + closing
    }

    /// `nil` for anything that `bytes(for:)` would not have written.
    public static func point(from line: [UInt8]) -> ChainPoint? {
        guard line.count == length,
            let sequence = UInt64(String(decoding: line[opening.count...].prefix(20), as: UTF8.self)),
            let hash = SHA256Digest(
                hex: String(decoding: line[(opening.count + 20 + middle.count)...].prefix(64), as: UTF8.self))
        else { return nil }
        let point = ChainPoint(sequence: sequence, hash: hash)
        guard sequence < RecordLine.sequenceLimit else { return nil }
        return bytes(for: point) == line ? point : nil
    }

    /// 20 decimal digits: as many as the largest sequence number has.
    public static func padded(_ sequence: UInt64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }
}
