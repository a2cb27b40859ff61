/// How large a head may be. Every limit is checked before the byte beyond it is looked at.
public struct HeadLimits: Hashable, Sendable {
    /// The request line or status line with its CRLF, in bytes. RFC 9112 § 3 asks for at least 8000.
    public var startLine: Int
    /// One field line with its CRLF, in bytes.
    public var fieldLine: Int
    /// The number of field lines.
    public var fieldCount: Int
    /// The whole head, from its first byte to the empty line, in bytes. At most 2^31.
    public var head: Int

    public init(startLine: Int = 16_384, fieldLine: Int = 32_768, fieldCount: Int = 100, head: Int = 65_536) {
        precondition(startLine > 0 && fieldLine > 0 && fieldCount > 0 && head > 0 && head <= 1 << 31)
        self.startLine = startLine
        self.fieldLine = fieldLine
        self.fieldCount = fieldCount
        self.head = head
    }

    public static let standard = HeadLimits()

    /// A trailer section: as strict, smaller.
    public static let trailers = HeadLimits(startLine: 2, fieldLine: 4_096, fieldCount: 32, head: 8_192)
}
