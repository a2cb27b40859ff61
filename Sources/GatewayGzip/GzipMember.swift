/// One member of a gzip file (RFC 1952) that says in its header how long it is.
///
/// A file of such members can be read by every gzip there is, and from the middle by whoever knows the header: an extra field of the
/// subfield `GW` holds the length of the whole member and of what is in it, 4 bytes each, little-endian.
public struct GzipMember: Hashable, Sendable {
    /// Of the whole member, header and checksum included, in bytes.
    public let length: Int
    /// Of what was packed, in bytes.
    public let contentLength: Int

    /// Fixed part (10), length of the extra field (2), subfield (4), its two numbers (8).
    public static let headerLength = 24
    static let trailerLength = 8
    /// The most that one member may hold: what a reader has to have memory for.
    public static let contentLimit = 4 * 1024 * 1024

    /// ID1 ID2, deflate, FEXTRA, no time, no level, unknown system, 12 bytes extra: `GW`, 8 bytes.
    private static let opening: [UInt8] = [
        0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 255, 12, 0, UInt8(ascii: "G"), UInt8(ascii: "W"), 8, 0,
    ]

    init(length: Int, contentLength: Int) {
        self.length = length
        self.contentLength = contentLength
    }

    /// Reads the header; `nil` for what is not a header of this kind, or promises more than a member may hold.
    public init?(header: UnsafeRawBufferPointer) {
        guard header.count >= Self.headerLength, header.prefix(Self.opening.count).elementsEqual(Self.opening) else {
            return nil
        }
        length = Self.number(header, at: 16)
        contentLength = Self.number(header, at: 20)
        guard length >= Self.headerLength + Self.trailerLength, length <= Self.contentLimit + 64 * 1024,
            contentLength <= Self.contentLimit
        else { return nil }
    }

    var header: [UInt8] { Self.opening + Self.bytes(length) + Self.bytes(contentLength) }

    private static func number(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    static func bytes(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}
