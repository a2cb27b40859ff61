/// The section `pam`.
extension ConfigurationSections {
    func pamSettings(_ cursor: YAMLCursor) -> PAMSettings? {
        let keys = [
            "service", "folder", "helper", "user", "helpers", "waiting", "patience", "refusal_time", "open_logins",
            "open_time",
        ]
        guard let entry = cursor.mapping("PAM", keys: keys),
            let service = entry.required("service")?.placed({ $0.pamService() })
        else { return nil }
        var settings = PAMSettings(service: service)
        settings.folder = entry.optional("folder")?.placed { path($0) }
        settings.helper = entry.optional("helper")?.placed { path($0) }
        let pattern = "a name with {account} in it once, in printable ASCII without spaces"
        if let user = entry.optional("user")?.parsed(pattern, PAMSettings.UserPattern.init) { settings.user = user }
        if let count = entry.optional("helpers")?.integer(1...16) { settings.helpers = count }
        if let count = entry.optional("waiting")?.integer(0...1024) { settings.waiting = count }
        if let time = entry.optional("patience")?.duration(upTo: .seconds(120)) { settings.patience = time }
        if let time = entry.optional("refusal_time")?.duration(upTo: .seconds(60)) { settings.refusalTime = time }
        if let count = entry.optional("open_logins")?.integer(0...256) { settings.openLogins = count }
        if let time = entry.optional("open_time")?.duration(upTo: .seconds(900)) { settings.openTime = time }
        return settings
    }
}

extension YAMLCursor {
    fileprivate func placed<Value>(_ read: (YAMLCursor) -> Value?) -> Placed<Value>? {
        read(self).map { Placed($0, at: position) }
    }

    /// The name of a file, and nothing but that.
    fileprivate func pamService() -> String? {
        parsed("the name of a PAM service: lower-case letters, digits, '-' and '_', 64 at most") { text in
            let isWord = text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
            }
            return isWord && (1...64).contains(text.utf8.count) ? text : nil
        }
    }
}
