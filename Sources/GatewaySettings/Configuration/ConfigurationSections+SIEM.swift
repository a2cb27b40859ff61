import GatewayAudit
import GatewayIdentity
import GatewayPolicy
import GatewaySIEM

/// The section `siem`: receivers by name.
extension ConfigurationSections {
    func siemSettings(_ cursor: YAMLCursor?, language: Language?) -> SIEMSettings? {
        let positions = path(nil, otherwise: "data/siem")
        guard let cursor else { return positions.map { SIEMSettings(positions: $0) } }
        guard let entries = cursor.named("siem: receivers by name") else { return nil }
        if entries.count > SIEMReceiver.most {
            cursor.report(.wrongShape(expected: "at most \(SIEMReceiver.most) receivers"))
        }
        var receivers: [SIEMReceiver] = []
        for (name, value) in entries {
            guard let receiver = siemReceiver(name, value, language ?? .korean) else { continue }
            receivers.append(receiver)
        }
        guard let positions, receivers.count == entries.count else { return nil }
        return SIEMSettings(receivers: receivers, positions: positions)
    }

    private static let ways = ["syslog", "file", "otlp"]
    private static let common = ["types", "minimum_severity", "grades", "language"]

    private func siemReceiver(_ name: YAMLCursor, _ cursor: YAMLCursor, _ language: Language) -> SIEMReceiver? {
        let keys =
            Self.ways + ["name", "ca", "certificate", "key", "format", "enterprise", "authorization_file"] + Self.common
        let label = name.parsed("a name of 1 to 32 lower-case letters, digits and hyphens") {
            Self.isName($0) ? $0 : nil
        }
        guard let entry = cursor.mapping("a receiver", keys: keys) else { return nil }
        let filter = recordFilter(entry)
        let chosen = entry.optional("language").map { $0.choice(Language.self) } ?? language
        guard let way = way(entry, cursor), let label, let filter, let chosen else { return nil }
        return SIEMReceiver(name: label, way: way, filter: filter, language: chosen)
    }

    private static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private func recordFilter(_ entry: YAMLMapping) -> ForwardingFilter? {
        let types = entry.optional("types").map { $0.set(of: "types of records") { $0.choice(RecordType.self) } } ?? []
        let severity = entry.optional("minimum_severity").map { $0.choice(Severity.self) } ?? .info
        let grades = entry.optional("grades").map { $0.set(of: "grades") { $0.choice(Grade.self) } } ?? []
        guard let types, let severity, let grades else { return nil }
        return ForwardingFilter(types: types, minimumSeverity: severity, grades: grades)
    }

    private func way(_ entry: YAMLMapping, _ cursor: YAMLCursor) -> SIEMReceiver.Way? {
        let named = Self.ways.filter { entry.optional($0) != nil }
        guard named.count == 1, let way = named.first else {
            cursor.report(.wrongShape(expected: "one of 'syslog', 'file' and 'otlp', and no more than one"))
            return nil
        }
        switch way {
        case "syslog": return syslogWay(entry)
        case "otlp": return otlpWay(entry)
        default: return fileWay(entry)
        }
    }

    /// Records name people: they leave inside TLS alone (T63), to somebody who is known, from somebody who shows who they are.
    private func syslogWay(_ entry: YAMLMapping) -> SIEMReceiver.Way? {
        entry.refuse("authorization_file", because: "a syslog receiver is shown a certificate")
        let server = entry.required("syslog")?.parsed(
            "tls://HOST[:PORT]; records are not sent in plain text, to this machine neither"
        ) { text in SyslogServer(text).flatMap { $0.transport == .tls ? $0 : nil } }
        let name = entry.optional("name").map { $0.parsed("a host name or an address", Self.serverName) }
        let format = entry.optional("format").map { $0.choice(SyslogForm.Payload.self) } ?? .rfc5424
        let enterprise =
            entry.optional("enterprise").map { $0.integer(1...4_294_967_295) }
            ?? SIEMReceiver.Syslog.exampleEnterprise
        let trust = path(entry.required("ca"))
        let chain = path(entry.required("certificate"))
        let key = path(entry.required("key"))
        guard let server, name != .some(nil), let format, let enterprise, let trust, let chain, let key else {
            return nil
        }
        return .syslog(
            .init(
                server: server, name: (name ?? nil) ?? server.host, papers: .init(trust: trust, chain: chain, key: key),
                payload: format, enterprise: enterprise))
    }

    private static func serverName(_ text: String) -> String? {
        NetworkAddress(text) != nil ? text : HostName(text)?.text
    }

    private func otlpWay(_ entry: YAMLMapping) -> SIEMReceiver.Way? {
        for key in ["name", "format", "enterprise"] { entry.refuse(key, because: "OTLP has one form") }
        let endpoint = entry.required("otlp")?.parsed(
            "an https address such as https://collector.example.kr:4318/v1/logs; records are not sent in plain text"
        ) { text in WarningSettings.Endpoint(text).flatMap { $0.server.scheme == .https ? $0 : nil } }
        let trust = entry.optional("ca").map { path($0) }
        let chain = entry.optional("certificate").map { path($0) }
        let key = entry.optional("key").map { path($0) }
        let authorization = entry.optional("authorization_file").map { path($0) }
        guard var endpoint, trust != .some(nil), chain != .some(nil), key != .some(nil), authorization != .some(nil)
        else { return nil }
        if ((chain ?? nil) == nil) != ((key ?? nil) == nil) {
            (entry.optional("certificate") ?? entry.optional("key"))?.report(
                .wrongShape(expected: "'certificate' and 'key' together, or neither"))
            return nil
        }
        if endpoint.path == "/" { endpoint.path = "/v1/logs" }
        return .otlp(
            .init(
                endpoint: endpoint, papers: .init(trust: trust ?? nil, chain: chain ?? nil, key: key ?? nil),
                authorization: authorization ?? nil))
    }

    private func fileWay(_ entry: YAMLMapping) -> SIEMReceiver.Way? {
        for key in ["name", "ca", "certificate", "key", "format", "enterprise", "authorization_file"] {
            entry.refuse(key, because: "a file has the records as they are")
        }
        return path(entry.required("file")).map { .file(path: $0) }
    }
}
