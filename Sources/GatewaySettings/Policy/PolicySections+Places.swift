import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readZones(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("zones by name") ?? [] {
            guard let id = name.policyName(of: Zone.self),
                let entry = value.mapping(.zone),
                claim(.zones, id.text, at: name.position, keys: entry),
                let networks = entry.required("cidr")?.list(of: "networks", { $0.network() }),
                let needs = entry.approvalNames("needs")
            else { continue }
            definition.zones[id] = Zone(networks: networks, needs: needs)
        }
    }

    mutating func readWindows(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("windows by name") ?? [] {
            guard let id = name.policyName(of: AccessWindow.self),
                let entry = value.mapping(.window),
                claim(.windows, id.text, at: name.position, keys: entry)
            else { continue }
            let days = entry.required("days")?.set(of: "days") {
                $0.parsed("one of mon, tue, wed, thu, fri, sat, sun", Weekday.init(abbreviation:))
            }
            let hours = entry.required("hours")?.hours()
            if entry.optional("zone") == nil { zonelessWindows.insert(id) }
            let zone = entry.optional("zone").map { $0.timeZone() } ?? usualZone
            let holidays = entry.optional("holidays").map { self.holidays(of: id, $0) } ?? []
            guard let days, let hours, let zone, let holidays else { continue }
            definition.windows[id] = AccessWindow(days: days, hours: hours, zone: zone, holidays: holidays)
        }
    }

    mutating func readTags(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("tags by name") ?? [] {
            guard let id = name.policyName(of: Tag.self),
                let entry = value.mapping(.tag),
                claim(.tags, id.text, at: name.position, keys: entry),
                let treatAs = entry.required("treat_as")?.choice(Grade.self)
            else { continue }
            let factors = entry.optional("factors").map { $0.list(of: "factors") { $0.factor() } } ?? []
            let requirements = entry.optional("require").map { $0.set(of: "requirements") { $0.requirement() } } ?? []
            guard let factors, let requirements, let obligations = entry.obligations() else { continue }
            definition.tags[id] = Tag(
                treatAs: treatAs, factors: factors, requirements: requirements, obligations: obligations,
                residency: entry.optional("residency").flatMap { $0.country() })
        }
    }
}

extension YAMLCursor {
    /// `designated_device`, or the name of an approval.
    fileprivate func requirement() -> Tag.Requirement? {
        if case .scalar("designated_device", _) = value.content { return .designatedDevice }
        return policyName(of: Approval.self).map { .approval($0) }
    }

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
