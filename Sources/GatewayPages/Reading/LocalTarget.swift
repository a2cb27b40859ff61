/// A path with its query on the host that was asked (origin-form, RFC 9112 § 3.2.1), in characters that no browser
/// reads in another way.
///
/// Nothing is resolved, decoded or repaired: what holds `\`, spaces, control bytes or a leading `//` is refused.
package struct LocalTarget: Hashable, Sendable {
    /// Longest that is looked at, in bytes.
    static let lengthLimit = 2048

    package let text: String

    init?(_ text: String) {
        guard Self.isPlain(text), text.hasPrefix("/"), !text.hasPrefix("//") else { return nil }
        self.text = text
    }

    /// Up to the query.
    var path: Substring { text.prefix { $0 != "?" } }

    /// Visible ASCII without what has no place in a URL (RFC 3986 § 2), without `\`, a `/` to browsers, and without
    /// `#`, which never reaches a server.
    static func isPlain(_ text: String) -> Bool {
        (1...lengthLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !unwelcome.contains($0) }
    }

    private static let unwelcome = Set("\\#\"<>^`{|}".utf8)
}
