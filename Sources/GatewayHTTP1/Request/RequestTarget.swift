/// What was asked for, with the bytes as they came: not decoded, not normalised (RFC 9112 § 3.2).
public struct RequestTarget: Hashable, Sendable {
    public enum Form: UInt8, Sendable {
        /// `/path?query`
        case origin
        /// `https://host/path?query`, where the authority is the one of `Host`. Forwarded in origin form.
        case absolute
        /// `*`, of OPTIONS alone. `path` is `*`.
        case asterisk
    }

    public let form: Form
    /// The target as it stands in the request line.
    public let whole: ByteRange
    /// Begins with `/`, but for the asterisk; empty for an absolute form without one, which stands for `/`.
    public let path: ByteRange
    /// Behind the first `?`; `nil` where there is none.
    public let query: ByteRange?
}
