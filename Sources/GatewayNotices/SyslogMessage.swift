public import GatewayIdentity

/// One message of the syslog protocol (RFC 5424).
///
/// The structured data are the two elements that IANA registered for everybody (§ 7): `timeQuality` and `origin`. What
/// it is about is in the message: one line of ASCII, so that no receiver has to guess its encoding (§ 6.4).
public struct SyslogMessage: Hashable, Sendable {
    /// § 6.2.1, of those that warnings use.
    public enum Severity: Int, Sendable {
        case alert = 1
        case critical = 2
        case error = 3
        case warning = 4
        case notice = 5
    }

    /// § 6.2.1: security and authorization messages.
    private static let facility = 10
    /// RFC 5425 § 4.3.1: receivers should be able to take this much.
    public static let longest = 8192

    public let severity: Severity
    public let at: UnixTime
    public let host: String
    public let version: String
    /// What kind of event, for filters: printable ASCII.
    public let kind: String
    /// Printable ASCII; what is not becomes `?`.
    public let text: String

    public init(
        _ severity: Severity, at: UnixTime, host: String, version: String, kind: String, text: String
    ) {
        self.severity = severity
        self.at = at
        self.host = host
        self.version = version
        self.kind = kind
        self.text = text
    }

    public var bytes: [UInt8] {
        let priority = Self.facility * 8 + severity.rawValue
        let head = [
            "<\(priority)>1", RFC3339.string(at), Self.word(host, 255), "gwanmun", "-", Self.word(kind, 32),
            "[timeQuality tzKnown=\"1\"][origin software=\"gwanmun\" swVersion=\"\(Self.word(version, 32))\"]",
        ].joined(separator: " ")
        let text = self.text.utf8.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
        return Array((Array(head.utf8) + [0x20] + text).prefix(Self.longest))
    }

    /// As a stream carries it: counted octets in front (RFC 5425 § 4.3), so that no content can look like a boundary.
    public var frame: [UInt8] {
        let bytes = bytes
        return Array("\(bytes.count) ".utf8) + bytes
    }

    /// § 6: printable ASCII without spaces and without what structured data would have to escape; `-` for nothing.
    private static func word(_ text: String, _ longest: Int) -> String {
        let kept = text.utf8.filter { (0x21...0x7E).contains($0) && !Array("\"\\]".utf8).contains($0) }.prefix(longest)
        return kept.isEmpty ? "-" : String(decoding: kept, as: UTF8.self)
    }
}
