/// Where a person wanted to go, judged: one of our own https hosts and a path on it. The only way to be sent anywhere
/// from here.
public struct Destination: Hashable, Sendable {
    public let host: PageHost
    /// Path and query, starting with exactly one `/`.
    public var target: String { local.text }

    private let local: LocalTarget
    let origin: String

    /// Reads `to`: an absolute https URL on a known host, or a path on the host that was asked. `nil` for everything
    /// else. The authority must be letter for letter one of ours.
    init?(_ text: String, on host: PageHost, of site: Site) {
        guard LocalTarget.isPlain(text) else { return nil }
        if text.hasPrefix("/") {
            self.init(host: host, target: text, of: site)
            return
        }
        let hosts = [.gate, .desk] + site.consoles.map { PageHost.console($0.id) }
        for host in hosts {
            guard let origin = site.origin(of: host), text.hasPrefix(origin) else { continue }
            let rest = String(text.dropFirst(origin.count))
            guard rest.isEmpty || rest.hasPrefix("/") else { continue }
            self.init(host: host, target: rest.isEmpty ? "/" : rest, of: site)
            return
        }
        return nil
    }

    private init?(host: PageHost, target: String, of site: Site) {
        guard let local = LocalTarget(target), let origin = site.origin(of: host), origin.hasPrefix("https://") else {
            return nil
        }
        switch host {
        case .gate:
            // The gate has nothing to return to but these; its other paths act, or would turn in a circle.
            guard [Path.account, Path.enrolment, Path.keys].contains(String(local.path)) else { return nil }
        case .desk, .console:
            guard !PageResponder.owns(path: String(local.path)) else { return nil }
        }
        self.host = host
        self.local = local
        self.origin = origin
    }

    var url: String { origin + target }
}
