/// The name of one cookie.
public struct CookieName: Sendable {
    let spelling: StaticString

    /// - Parameter spelling: ASCII, a token.
    public init(_ spelling: StaticString) { self.spelling = spelling }

    /// The gateway's session cookie.
    public static let gateway = CookieName("__Host-gwanmun")

    /// Whether the pair `name=value` at `pair` bears this very name (RFC 6265 § 5.4: cookie names are
    /// case-sensitive).
    ///
    /// - Returns: the index of the first byte of the value.
    func valueStart(of pair: ByteRange, in bytes: UnsafeRawBufferPointer) -> Int? {
        let length = spelling.utf8CodeUnitCount
        guard pair.count > length, bytes[pair.start + length] == ASCII.equals,
            bytes.equals(spelling, at: ByteRange(pair.start, pair.start + length))
        else { return nil }
        return pair.start + length + 1
    }

    /// Whether a reader might take the pair at `pair` for this cookie: the name in any mixture of cases, with blanks
    /// before `=`, without any `=`.
    func resembles(_ pair: ByteRange, in bytes: UnsafeRawBufferPointer) -> Bool {
        let length = spelling.utf8CodeUnitCount
        guard pair.count >= length, isSpelled(at: pair.start, in: bytes) else { return false }
        guard pair.count > length else { return true }
        let next = bytes[pair.start + length]
        return next == ASCII.equals || ASCII.isBlank(next)
    }

    /// Whether the bytes from `start` on spell the name in any mixture of cases. They must reach that far.
    private func isSpelled(at start: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        let length = spelling.utf8CodeUnitCount
        if bytes.equals(spelling, at: ByteRange(start, start + length)) { return true }
        for index in 0..<length where bytes[start + index].lowercased != spelling.utf8Start[index].lowercased {
            return false
        }
        return true
    }

    /// Whether a `Set-Cookie` value would have a browser send something that `resembles` this cookie.
    ///
    /// A browser keeps `=name=value` as a cookie without a name and sends it as `name=value`: leading `=` are looked
    /// through.
    func isSet(by value: ByteRange, in bytes: UnsafeRawBufferPointer) -> Bool {
        var start = value.start
        while start < value.end, bytes[start] == ASCII.equals || ASCII.isBlank(bytes[start]) { start += 1 }
        let end = bytes.first(ASCII.semicolon, from: start, to: value.end)
        return resembles(ByteRange(start, end), in: bytes)
    }
}
