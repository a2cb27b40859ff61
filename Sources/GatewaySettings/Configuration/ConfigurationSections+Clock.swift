import GatewayIdentity
import GatewayPolicy
import GatewayTime

/// The section `clock`.
extension ConfigurationSections {
    func clockSettings(_ cursor: YAMLCursor?) -> ClockSettings? {
        guard let cursor else { return ClockSettings() }
        guard let entry = cursor.mapping("clock", keys: ["sources", "warn", "deny", "every"]) else { return nil }
        let sources = entry.required("sources")?.set(of: "sources") {
            $0.parsed("'kernel', or a time server such as ntp://ntp.example.kr", Self.clockSource)
        }
        let warn = entry.optional("warn").map { $0.milliseconds(upTo: .seconds(2)) } ?? .seconds(1)
        let deny = entry.optional("deny").map { $0.milliseconds(upTo: ClockSettings.longestDeny) } ?? .seconds(2)
        let every =
            entry.optional("every").map { $0.duration(from: .seconds(1), upTo: .seconds(600)) } ?? .seconds(60)
        guard let sources, let warn, let deny, let every else { return nil }
        if sources.isEmpty { entry.optional("sources")?.report(.wrongShape(expected: "at least one source")) }
        if sources.count > ClockSettings.mostSources {
            entry.optional("sources")?.report(.wrongShape(expected: "at most \(ClockSettings.mostSources) sources"))
        }
        if warn > deny {
            (entry.optional("warn") ?? entry.optional("deny"))?.report(
                .wrongShape(expected: "'warn' no longer than 'deny'"))
        }
        return ClockSettings(
            sources: sources.sorted { $0.description < $1.description }, judge: ClockJudge(warn: warn, deny: deny),
            every: every)
    }

    private static func clockSource(_ text: String) -> ClockSettings.Source? {
        if text == "kernel" { return .kernel }
        guard text.hasPrefix("ntp://") else { return nil }
        let authority = text.dropFirst("ntp://".count)
        guard !authority.contains("/"), let url = UpstreamURL("https://" + authority) else { return nil }
        let namesPort = url.port != 443 || authority.hasSuffix(":443")
        return .ntp(host: url.host, port: namesPort ? url.port : 123)
    }
}

extension YAMLCursor {
    /// `500ms` or `2s`.
    fileprivate func milliseconds(upTo longest: Duration) -> Duration? {
        parsed("a duration such as 500ms or 1s, at least 50ms and at most \(longest)") { text in
            let unit: Duration = text.hasSuffix("ms") ? .milliseconds(1) : .seconds(1)
            let digits = text.hasSuffix("ms") ? text.dropLast(2) : text.hasSuffix("s") ? text.dropLast() : ""
            guard let count = Spelling.decimal(String(digits)), count <= 1_000_000 else { return nil }
            let duration = unit * count
            return duration >= .milliseconds(50) && duration <= longest ? duration : nil
        }
    }
}
