/// What a search for one cookie found.
public enum CookieSearch: Hashable, Sendable {
    case absent
    /// The value as it stands, quotes and all.
    case found(ByteRange)
    /// The cookie stands more than once, so that which of them a reader takes would be chance: treat as absent.
    case ambiguous
}

extension RequestHead {
    /// Looks for a cookie through all `Cookie` fields.
    ///
    /// - Parameter bytes: the bytes that were parsed.
    public func cookie(_ name: CookieName, in bytes: UnsafeRawBufferPointer) -> CookieSearch {
        guard fields.present.contains(.cookie) else { return .absent }
        var search = CookieSearch.absent
        for field in fields where field.name == .cookie {
            var pairs = CookiePairs(of: field.value, in: bytes)
            while let pair = pairs.next() {
                guard let start = name.valueStart(of: pair.content, in: bytes) else { continue }
                guard search == .absent else { return .ambiguous }
                search = .found(ByteRange(start, pair.content.end))
            }
        }
        return search
    }
}
