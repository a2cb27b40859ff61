/// Where a person wanted to go, judged: one of our own https hosts and a path on it. The only way to make a redirect.
public struct Destination: Hashable, Sendable {
    public let host: PageHost
    /// Origin-form: path and query, starting with exactly one `/`.
    public let target: String
    let origin: String

    /// Longest `to` that is looked at, in bytes.
    static let lengthLimit = 2048

    /// Reads `to`: an absolute https URL on a known host, or a path on the host that was asked. `nil` for everything else.
    ///
    /// Nothing is resolved, decoded or repaired: the authority must be letter for letter one of ours, and what a browser might read in another way
    /// (`\`, control bytes, spaces, user information, `//`) is refused.
    init?(_ text: String, on host: PageHost, of site: Site) {
        let bytes = text.utf8
        guard (1...Self.lengthLimit).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) && !Self.unwelcome.contains($0) }) else { return nil }
        if bytes.first == UInt8(ascii: "/") {
            guard let origin = site.origin(of: host) else { return nil }
            self.init(host: host, origin: origin, target: text)
            return
        }
        let hosts = [(PageHost.gate, site.gateOrigin)] + site.consoles.map { (.console($0.id), $0.origin) }
        for (host, origin) in hosts where text.hasPrefix(origin) {
            let rest = String(text.dropFirst(origin.count))
            guard rest.isEmpty || rest.hasPrefix("/") else { continue }
            self.init(host: host, origin: origin, target: rest.isEmpty ? "/" : rest)
            return
        }
        return nil
    }

    private init?(host: PageHost, origin: String, target: String) {
        guard !target.hasPrefix("//"), origin.hasPrefix("https://") else { return nil }
        let path = target.prefix { $0 != "?" }
        switch host {
        case .gate:
            // The gate has nothing to return to but these; its other paths act or would turn in a circle.
            guard path == Path.account || path == Path.enrolment else { return nil }
        case .console:
            guard !path.hasPrefix(Path.own) else { return nil }
        }
        self.host = host
        self.origin = origin
        self.target = target
    }

    var url: String { origin + target }

    /// `\` is a `/` to browsers; `#` never reaches a server; the others have no place in a URL (RFC 3986 § 2).
    private static let unwelcome = Set("\\#\"<>^`{|}".utf8)
}
