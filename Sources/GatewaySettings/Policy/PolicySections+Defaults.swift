import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    /// What a policy says where its parts say nothing. It is told once, in any file.
    mutating func readDefaults(_ cursor: YAMLCursor) {
        if let first = defaultsAt {
            cursor.report(.definedTwice("'defaults'", first: first))
            return
        }
        defaultsAt = cursor.position
        guard let entry = cursor.mapping(.defaults) else { return }
        entry.optional("decision")?.requireDeny("what no rule allows is denied, whatever is written here")
        entry.optional("on_missing")?.requireDeny("what is not known never helps, whatever is written here")
        if let zone = entry.optional("timezone")?.timeZone() { usualZone = zone }
        let most = Int(PolicyDefaults.mostDays.wholeSeconds / 86400)
        if let days = entry.optional("max_exception_days")?.integer(1...most) {
            definition.defaults.longestException = .seconds(days * 86400)
        }
    }

    /// Windows that name no zone are in the policy's, wherever in the files that is said.
    func windowsInTheirZones(_ windows: [WindowName: AccessWindow]) -> [WindowName: AccessWindow] {
        var windows = windows
        for name in zonelessWindows {
            guard let window = windows[name] else { continue }
            windows[name] = AccessWindow(
                days: window.days, hours: window.hours, zone: usualZone, holidays: window.holidays)
        }
        return windows
    }
}

extension YAMLCursor {
    /// `UTC`, `Asia/Seoul`, `"+09:00"`.
    func timeZone() -> FixedZone? { parsed("UTC, Asia/Seoul or an offset such as \"+09:00\"", FixedZone.init) }

    fileprivate func requireDeny(_ why: String) {
        if let text = text("deny"), text != "deny" { report(.badValue(text, expected: "deny: \(why)")) }
    }
}
