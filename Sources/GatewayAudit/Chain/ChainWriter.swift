internal import GatewayCrypto
internal import GatewayIdentity

/// How a line of the trail is put together. `docs/audit-trail.md` says the same for readers in other languages.
public enum RecordLine {
    /// Named by the first record of each segment.
    public static let format = "gwanmun-audit/1"
    /// Longest line with its LF, in bytes. The writer refuses more, the reader takes more for damage.
    public static let limit = 64 * 1024
    /// Above every sequence number: what names this or more is no record, and no place in a chain.
    public static let sequenceLimit = UInt64(Int64.max)
    /// Longest body that makes a line of at most `limit`.
    public static let bodyLimit = limit - 256
}

/// Turns bodies into chained lines, one after another.
///
///     {"seq":7 BODY ,"prev_hash":"…64…","hash":"…64…"}⏎
///
/// `hash` is SHA-256 over the record without its field `hash`: the bytes from `{` to the quote that ends `prev_hash`, and a `}`.
/// `prev_hash` is the `hash` of the record before, and inside what is hashed.
public struct ChainWriter {
    public private(set) var last: ChainPoint
    private let hasher = SHA256Hasher()

    public init(after point: ChainPoint) { last = point }

    /// Appends the line for `body` to `lines`.
    public mutating func append(_ body: UnsafeRawBufferPointer, to lines: inout RecordBuffer) {
        let start = lines.count
        let sequence = last.sequence + 1
        lines.append("{\"seq\":")
        lines.append(decimal: sequence)
        lines.append(body)
        lines.append(",\"prev_hash\":\"")
        lines.append(hex: last.hash)
        lines.append("\"}")
        lines.withBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        last = ChainPoint(sequence: sequence, hash: hasher.finish())
        lines.truncate(to: lines.count - 1)
        lines.append(",\"hash\":\"")
        lines.append(hex: last.hash)
        lines.append("\"}\n")
    }

    /// Forgets what was linked after `point`, because it did not reach the disk.
    public mutating func rewind(to point: ChainPoint) { last = point }
}
