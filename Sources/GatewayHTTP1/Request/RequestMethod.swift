/// The method, case-sensitive (RFC 9110 § 9.1). CONNECT and TRACE are never seen here: the parser refuses them.
public enum RequestMethod: UInt8, CaseIterable, Sendable {
    case get, head, post, put, delete, options, patch
    /// Any other token, as PROPFIND; `RequestHead.methodRange` spells it.
    case other

    /// The longest method taken. The longest registered one has 17 characters.
    static let mostBytes = 32
}
