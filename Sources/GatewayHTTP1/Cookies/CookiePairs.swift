/// The `name=value` pairs of a `Cookie` field (RFC 6265 § 4.2.1), blanks trimmed, with the place of each separator.
@usableFromInline
struct CookiePairs {
    @usableFromInline
    struct Pair {
        @usableFromInline let content: ByteRange
        /// The index of the `;` before the pair, or the start of the value for the first pair.
        @usableFromInline let separatorBefore: Int
        /// The index of the `;` behind the pair, or the end of the value for the last one.
        @usableFromInline let separatorBehind: Int
    }

    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private var position: Int
    private var separatorBefore: Int

    @usableFromInline
    init(of value: ByteRange, in bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        end = value.end
        position = value.start
        separatorBefore = value.start
    }

    @usableFromInline
    mutating func next() -> Pair? {
        guard position < end else { return nil }
        let semicolon = bytes.first(ASCII.semicolon, from: position, to: end)
        let pair = Pair(
            content: bytes.trimmingBlanks(from: position, to: semicolon),
            separatorBefore: separatorBefore, separatorBehind: semicolon)
        separatorBefore = semicolon
        position = semicolon + 1
        return pair
    }
}
