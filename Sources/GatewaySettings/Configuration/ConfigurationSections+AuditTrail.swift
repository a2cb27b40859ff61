/// The section `audit_trail`.
extension ConfigurationSections {
    /// - Parameter keys: the token that may keep the key.
    func auditTrailSettings(_ cursor: YAMLCursor?, _ keys: KeySettings?) -> AuditTrailSettings? {
        var settings = AuditTrailSettings()
        guard let cursor else { return settings }
        guard let entry = cursor.mapping("the audit trail", keys: ["host", "verify_every", "checkpoints"]) else {
            return nil
        }
        if let host = entry.optional("host") {
            settings.host = host.parsed("1 to 255 printable ASCII characters without spaces") { text in
                (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? text : nil
            }
            guard settings.host != nil else { return nil }
        }
        if let time = entry.optional("verify_every") {
            guard let span = time.duration(from: .seconds(1), upTo: .seconds(7 * 86400), "1s to 7d") else { return nil }
            settings.verifyEvery = span
        }
        if let checkpoints = entry.optional("checkpoints") {
            guard let read = checkpointSettings(checkpoints, keys) else { return nil }
            settings.checkpoints = read
        }
        return settings
    }

    private func checkpointSettings(_ cursor: YAMLCursor, _ keys: KeySettings?) -> AuditTrailSettings.Checkpoints? {
        guard let entry = cursor.mapping("checkpoints", keys: ["key", "every_records", "every", "send"]) else {
            return nil
        }
        var settings = AuditTrailSettings.Checkpoints()
        if let key = entry.optional("key") {
            guard let read = checkpointKey(key, keys) else { return nil }
            settings.key = read
        }
        if let records = entry.optional("every_records") {
            guard let count = records.integer(1...1000) else { return nil }
            settings.records = count
        }
        if let time = entry.optional("every") {
            guard let span = time.duration(from: .seconds(1), upTo: .seconds(60), "1s to 60s") else { return nil }
            settings.wait = span
        }
        if let list = entry.optional("send") {
            guard let read = list.list(of: "destinations", { destination($0) }) else { return nil }
            settings.destinations = read
            var names: Set<String> = []
            for (item, value) in zip(list.list(of: "destinations") ?? [], read) where !names.insert(value.name).inserted
            {
                item.report(.badValue(value.name, expected: "a name that no other destination has"))
                return nil
            }
        }
        return settings
    }

    private func checkpointKey(_ cursor: YAMLCursor, _ keys: KeySettings?) -> AuditTrailSettings.Key? {
        guard let entry = cursor.mapping("the key of checkpoints", keys: ["file", "token"]) else { return nil }
        switch (entry.optional("file"), entry.optional("token")) {
        case (let file?, nil): return path(file).map { .file($0) }
        case (nil, let token?):
            guard keys?.token != nil else {
                token.report(.wrongShape(expected: "'keys.token', which says where the token is"))
                return nil
            }
            return token.parsed("a label of 1 to 32 bytes") {
                (1...32).contains($0.utf8.count) ? AuditTrailSettings.Key.token($0) : nil
            }
        case (nil, nil), (.some, .some):
            cursor.report(.wrongShape(expected: "'file' or 'token'"))
            return nil
        }
    }

    private func destination(_ cursor: YAMLCursor) -> AuditTrailSettings.Destination? {
        guard let entry = cursor.mapping("a destination", keys: ["name", "file", "webhook", "syslog"]) else {
            return nil
        }
        let name = entry.required("name")?.parsed("1 to 32 lower-case letters, digits and hyphens") { text in
            (1...32).contains(text.utf8.count)
                && text.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
                } ? text : nil
        }
        let way: AuditTrailSettings.Destination.Way?
        switch (entry.optional("file"), entry.optional("webhook"), entry.optional("syslog")) {
        case (let file?, nil, nil): way = path(file).map { .file($0) }
        case (nil, let webhook?, nil): way = webhookSettings(webhook).map { .webhook($0) }
        case (nil, nil, let syslog?): way = syslogSettings(syslog).map { .syslog($0) }
        default:
            cursor.report(.wrongShape(expected: "one of 'file', 'webhook' and 'syslog'"))
            return nil
        }
        guard let name, let way else { return nil }
        return .init(name: name, way: way)
    }
}

extension YAMLCursor {
    /// - Parameter range: in words.
    fileprivate func duration(from least: Duration, upTo most: Duration, _ range: String) -> Duration? {
        guard let span = duration() else { return nil }
        guard span >= least, span <= most else {
            report(.badValue("\(span.components.seconds)s", expected: range))
            return nil
        }
        return span
    }
}
