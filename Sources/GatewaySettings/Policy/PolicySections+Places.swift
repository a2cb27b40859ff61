import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readZones(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("zones by name") ?? [] {
            guard let id = name.policyName(of: Zone.self), let entry = value.mapping("a zone", keys: ["cidr"]),
                claim(.zones, id.text, at: name.position, keys: entry),
                let networks = entry.required("cidr")?.list(of: "networks", { $0.network() })
            else { continue }
            definition.zones[id] = Zone(networks: networks)
        }
    }

    mutating func readWindows(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("windows by name") ?? [] {
            guard let id = name.policyName(of: AccessWindow.self),
                let entry = value.mapping("a window", keys: ["days", "hours", "zone", "holidays"]),
                claim(.windows, id.text, at: name.position, keys: entry)
            else { continue }
            let days = entry.required("days")?.set(of: "days") {
                $0.parsed("one of mon, tue, wed, thu, fri, sat, sun", Weekday.init(abbreviation:))
            }
            let hours = entry.required("hours")?.hours()
            // Where nothing is said, the time is Korean, as the guide's offices are.
            let zone =
                entry.optional("zone").map {
                    $0.parsed("UTC, Asia/Seoul or an offset such as \"+09:00\"", FixedZone.init)
                } ?? .seoul
            let holidays =
                entry.optional("holidays").map {
                    $0.set(of: "dates") { $0.parsed("a date such as 2026-12-25", CivilDate.init) }
                } ?? []
            guard let days, let hours, let zone, let holidays else { continue }
            definition.windows[id] = AccessWindow(days: days, hours: hours, zone: zone, holidays: holidays)
        }
    }

    mutating func readTags(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("tags by name") ?? [] {
            guard let id = name.policyName(of: Tag.self),
                let entry = value.mapping("a tag", keys: ["treat_as", "factors", "storage", "monitor"]),
                claim(.tags, id.text, at: name.position, keys: entry),
                let treatAs = entry.required("treat_as")?.choice(Grade.self)
            else { continue }
            let factors = entry.optional("factors").map { $0.list(of: "factors") { $0.factor() } } ?? []
            guard let factors, let obligations = entry.obligations() else { continue }
            definition.tags[id] = Tag(treatAs: treatAs, factors: factors, obligations: obligations)
        }
    }
}

extension YAMLCursor {
    /// One range or a list of them.
    fileprivate func hours() -> [MinuteRange]? {
        if case .list = value.content { return list(of: "hours") { $0.range() } }
        return range().map { [$0] }
    }

    private func range() -> MinuteRange? {
        parsed("hours such as \"08:00-19:00\"; over midnight write two") { text in
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.minute($0) }
            guard ends.count == 2, let from = ends[0], let to = ends[1] else { return nil }
            return MinuteRange(from: from, to: to)
        }
    }

    private static func minute(_ text: Substring) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = UInt8(text.prefix(2)),
            let minute = UInt8(text.suffix(2)), minute < 60,
            hour < 24 || hour == 24 && minute == 0
        else { return nil }
        return Int(hour) * 60 + Int(minute)
    }
}
