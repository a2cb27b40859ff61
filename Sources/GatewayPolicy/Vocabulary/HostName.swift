import GatewayIdentity

/// A DNS name in lower case (RFC 1123 § 2.1): letters, digits, hyphens; labels of 1 to 63, at most 253 in all; no trailing dot, no wildcard, no port.
public struct HostName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// Folds ASCII letters to lower case. `nil` for an IP address too: a last label of digits alone is none.
    public init?(_ text: some StringProtocol) {
        let lowered = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard (1...253).contains(lowered.count) else { return nil }
        let labels = lowered.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for label in labels {
            guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen,
                label.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == hyphen })
            else { return nil }
        }
        guard let last = labels.last, !last.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.text = String(decoding: lowered, as: UTF8.self)
    }

    /// One label: a name that stands below the site's domain.
    public var isSingleLabel: Bool { !text.utf8.contains(UInt8(ascii: ".")) }

    public func below(_ domain: HostName) -> HostName? { HostName(text + "." + domain.text) }

    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

private let hyphen = UInt8(ascii: "-")

/// `host`, `host:port`, `[ipv6]:port`.
struct Authority {
    let host: String
    let port: UInt16?

    init?(_ text: some StringProtocol) {
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]"),
                let address = NetworkAddress(String(text[text.index(after: text.startIndex)..<close])),
                !address.isIPv4
            else { return nil }
            let rest = text[text.index(after: close)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            host = address.description
            guard let port = Self.port(rest.isEmpty ? nil : rest.dropFirst()) else { return nil }
            self.port = port
        } else {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, let port = Self.port(parts.count == 2 ? parts[1] : nil) else { return nil }
            self.port = port
            if let address = NetworkAddress(String(parts[0])) {
                host = address.description
            } else {
                guard let name = HostName(parts[0]) else { return nil }
                host = name.text
            }
        }
    }

    /// `.some(nil)` when there is none, `nil` when it is wrong.
    private static func port(_ text: (some StringProtocol)?) -> UInt16?? {
        guard let text else { return .some(nil) }
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(text), port > 0
        else { return nil }
        return port
    }
}
