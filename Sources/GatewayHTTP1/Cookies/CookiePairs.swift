/// The `name=value` pairs of a `Cookie` field (RFC 6265 § 4.2.1), blanks trimmed, with the place of each separator.
struct CookiePairs {
    struct Pair {
        let content: ByteRange
        /// The index of the `;` before the pair, or the start of the value for the first pair.
        let separatorBefore: Int
        /// The index of the `;` behind the pair, or the end of the value for the last one.
        let separatorBehind: Int
    }

    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private var position: Int
    private var separatorBefore: Int

    init(of value: ByteRange, in bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        end = value.end
        position = value.start
        separatorBefore = value.start
    }

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
