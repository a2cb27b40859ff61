import GatewayIdentity
import GatewayPolicy

/// The section `warnings`.
extension ConfigurationSections {
    func warningSettings(_ cursor: YAMLCursor?) -> WarningSettings? {
        let spool = path(nil, otherwise: "data/spool")
        guard let cursor else { return spool.map { WarningSettings(spool: $0) } }
        let keys = ["webhook", "mail", "syslog", "spool", "officer_language", "working_hours"]
        guard let entry = cursor.mapping("warnings", keys: keys) else { return nil }
        let webhook = entry.optional("webhook").map { webhookSettings($0) }
        let mail = entry.optional("mail").map { mailSettings($0) }
        let syslog = entry.optional("syslog").map { syslogSettings($0) }
        let language = entry.optional("officer_language").map { $0.choice(Language.self) }
        let hours = entry.optional("working_hours").map { $0.workingHours() } ?? .koreanOfficeHours
        let chosenSpool = path(entry.optional("spool"), otherwise: "data/spool")
        // `.some(nil)`: it is there and cannot be read, which is reported.
        guard webhook != .some(nil), mail != .some(nil), syslog != .some(nil), language != .some(nil), let hours,
            let chosenSpool
        else { return nil }
        return WarningSettings(
            webhook: webhook ?? nil, mail: mail ?? nil, syslog: syslog ?? nil, spool: chosenSpool,
            officerLanguage: language ?? nil, workingHours: hours)
    }

    func webhookSettings(_ cursor: YAMLCursor) -> WarningSettings.Webhook? {
        guard let entry = cursor.mapping("a webhook", keys: ["url", "key_file"]) else { return nil }
        let endpoint = entry.required("url")?.parsed(
            "an https address (http only to loopback)", WarningSettings.Endpoint.init)
        let keyFile = path(entry.required("key_file"))
        guard let endpoint, let keyFile else { return nil }
        return .init(endpoint: endpoint, keyFile: keyFile)
    }

    private func mailSettings(_ cursor: YAMLCursor) -> WarningSettings.Mail? {
        let keys = ["program", "arguments", "from", "officers"]
        guard let entry = cursor.mapping("mail", keys: keys) else { return nil }
        let program =
            entry.optional("program").map { $0.parsed("an absolute path") { $0.hasPrefix("/") ? $0 : nil } }
            ?? WarningSettings.Mail.usualProgram
        let arguments =
            entry.optional("arguments").map { $0.list(of: "arguments") { $0.text("an argument") } }
            ?? WarningSettings.Mail.usualArguments
        let from = entry.required("from")?.mailAddress()
        let officers = entry.required("officers")?.list(of: "mail addresses") { $0.mailAddress() }
        guard let program, let arguments, let from, let officers else { return nil }
        if officers.isEmpty { entry.optional("officers")?.report(.wrongShape(expected: "at least one mail address")) }
        return .init(program: program, arguments: arguments, from: from, officers: officers)
    }

    func syslogSettings(_ cursor: YAMLCursor) -> WarningSettings.Syslog? {
        guard let entry = cursor.mapping("syslog", keys: ["server", "ca", "certificate", "key"]) else { return nil }
        let server = entry.required("server")?.parsed(
            "tls://HOST[:PORT] (tcp and udp only to loopback)", SyslogServer.init)
        let trust = entry.optional("ca").map { path($0) }
        let chain = entry.optional("certificate").map { path($0) }
        let key = entry.optional("key").map { path($0) }
        guard let server, trust != .some(nil), chain != .some(nil), key != .some(nil) else { return nil }
        let identity: WarningSettings.Syslog.Identity?
        switch (chain ?? nil, key ?? nil) {
        case (nil, nil): identity = nil
        case (let chain?, let key?): identity = .init(chain: chain, key: key)
        case (.some, nil), (nil, .some):
            cursor.report(.wrongShape(expected: "'certificate' and 'key' together, or neither"))
            return nil
        }
        return .init(server: server, trustFile: trust ?? nil, identity: identity)
    }
}

extension YAMLCursor {
    fileprivate func mailAddress() -> MailAddress? {
        parsed("a mail address such as security@example.kr", MailAddress.init)
    }

    /// `{days: [mon, …], from: "08:00", to: "19:00"}` in Korean time.
    fileprivate func workingHours() -> AccessWindow? {
        guard let entry = mapping("working hours", keys: ["days", "from", "to"]) else { return nil }
        let days = entry.required("days")?.set(of: "days") {
            $0.parsed("one of " + Weekday.abbreviations.joined(separator: ", "), Weekday.init(abbreviation:))
        }
        let from = entry.required("from")?.minute()
        let to = entry.required("to")?.minute()
        guard let days, let from, let to else { return nil }
        guard let range = MinuteRange(from: from, to: to) else {
            entry.required("to")?.report(.wrongShape(expected: "a time after 'from'"))
            return nil
        }
        return AccessWindow(days: days, hours: [range], zone: .seoul)
    }

    private func minute() -> Int? {
        parsed("a time such as \"08:00\", \"24:00\" at most") { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = UInt8(parts[0]),
                let minute = UInt8(parts[1]), hour <= 24, minute < 60, hour < 24 || minute == 0
            else { return nil }
            return Int(hour) * 60 + Int(minute)
        }
    }
}
