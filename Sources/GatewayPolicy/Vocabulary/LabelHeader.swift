public import GatewayIdentity

/// The name of the header field by which a console says how sensitive one of its answers is (profile nct-2025-04, NCT2-2.4-P1, T15).
///
/// Such a label can only raise what the answer counts as (semantics 4): a console that could lower it would decide about itself.
public struct LabelHeader: Hashable, Sendable, CustomStringConvertible {
    /// As it was written; field names are compared without regard to case (RFC 9110 § 5.1).
    public let text: String

    /// A token (RFC 9110 § 5.6.2) of at most 64 characters.
    ///
    /// - Returns: `nil` too for what HTTP or this gateway gives a meaning of its own: nothing that is written for somebody else is taken for a label.
    public init?(_ text: String) {
        let name = text.lowercased()
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isOfToken), !Self.taken.contains(name),
            !Self.takenFamilies.contains(where: { name.hasPrefix($0) })
        else { return nil }
        self.text = text
    }

    public var description: String { text }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        case _: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// RFC 9110 § 7.6.1 (this hop alone), § 6 to § 15 (answers and their content), RFC 9111 (caches), RFC 6265 (cookies); and what the gateway writes
    /// or takes away itself.
    private static let taken: Set<String> = [
        "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings", "proxy",
        "host", "date", "server", "via", "location", "alt-svc", "allow", "accept-ranges", "retry-after", "link",
        "etag", "last-modified", "vary", "age", "expires", "cache-control", "pragma", "range", "www-authenticate",
        "authorization", "cookie", "set-cookie", "set-cookie2", "strict-transport-security", "refresh", "origin",
        "forwarded", "x-request-id", "traceparent", "tracestate",
    ]
    private static let takenFamilies = [
        "content-", "proxy-", "sec-", "access-control-", "cross-origin-", "x-gwanmun-", "gwanmun-", "x-forwarded-",
    ]
}

extension Grade {
    /// What the value of a label header counts as: a word or its letter, in any case; of a list (RFC 9110 § 5.6.1) the highest.
    ///
    /// Whatever says anything else, nothing included, counts as classified: unknown means no.
    public init(label value: some Collection<UInt8>) {
        let elements = value.split(separator: UInt8(ascii: ",")).map(\.withoutBlanks).filter { !$0.isEmpty }
        self = elements.map { Self(word: $0) ?? .classified }.max() ?? .classified
    }

    private init?(word: some Sequence<UInt8>) {
        switch String(decoding: Array(word), as: UTF8.self).lowercased() {
        case "open", "o": self = .open
        case "sensitive", "s": self = .sensitive
        case "classified", "c": self = .classified
        case _: return nil
        }
    }
}

extension Collection<UInt8> {
    /// Without the spaces and tabs at its two ends (RFC 9110 § 5.6.3).
    fileprivate var withoutBlanks: SubSequence {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let rest = drop(while: isBlank)
        var end = rest.startIndex
        for index in rest.indices where !isBlank(rest[index]) { end = rest.index(after: index) }
        return rest[..<end]
    }
}
