import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readWatch(_ cursor: YAMLCursor) {
        for item in cursor.list(of: "watch rules") ?? [] {
            guard let entry = item.mapping(.watchRule), let name = entry.required("id"),
                let id = name.policyName(of: WatchRule.self), claim(.watch, id.text, at: name.position, keys: entry),
                let kind = entry.required("kind")?.choice(WatchKind.self)
            else { continue }
            for key in VocabularyMapping.watchKeys where !kind.keys.contains(key) {
                entry.refuse(key, because: "it does not go with kind '\(kind.rawValue)'")
            }
            let condition = entry.condition(of: kind)
            let measures = entry.optional("measures").map { $0.list(of: "measures") { $0.choice(WatchMeasure.self) } }
            let severity = entry.optional("severity").map { $0.choice(WatchSeverity.self) } ?? .medium
            let cooldown = entry.span("cooldown", WatchRule.usualCooldown)
            let escalation = entry.span("escalate_within", WatchRule.usualEscalation)
            let owner = entry.optional("owner").map { $0.account() }
            guard let roles = entry.selection("roles", { $0.roleName() }),
                let consoles = entry.selection("consoles", { $0.consoleID() }),
                let grades = entry.selection("grades", { $0.choice(Grade.self) }),
                let grants = entry.selection("grants", { $0.text("the reference of a grant") }), let condition,
                let measures = measures ?? [.notify], let severity, let cooldown, let escalation
            else { continue }
            if case .some(.none) = owner { continue }
            definition.watch.append(
                WatchRule(
                    id: id, target: .init(roles: roles, consoles: consoles, grades: grades, grants: grants),
                    condition: condition, measures: measures, severity: severity, cooldown: cooldown,
                    escalation: escalation, owner: owner ?? nil))
        }
    }
}

extension YAMLMapping {
    fileprivate func condition(of kind: WatchKind) -> WatchCondition? {
        switch kind {
        case .newCountry: unfamiliar(.country)
        case .newNetwork: unfamiliar(.network)
        case .newDevice: unfamiliar(.device)
        case .newCertificate: unfamiliar(.certificate)
        case .offHours:
            required("windows")?.set(of: "windows") { $0.policyName(of: AccessWindow.self) }.map { .offHours($0) }
        case .impossibleTravel: within().map { .travel(within: $0) }
        case .volume: volume()
        case .distinctObjects: rate().map { .distinctObjects($0) }
        case .distinctQueries: rate().map { .distinctQueries($0) }
        case .denials: rate().map { .denials($0) }
        case .enumeration: rate().map { .enumeration($0) }
        case .codeFailures: rate().map { .codeFailures($0) }
        case .dormant: within().map { .dormant(after: $0) }
        case .concurrentUse: rate().map { .concurrentUse($0) }
        }
    }

    private func unfamiliar(_ trait: WatchTrait) -> WatchCondition? {
        guard let memory = span("memory", WatchRule.usualMemory, atMost: WatchRule.longestMemory),
            let learning = span("learning", WatchRule.usualLearning, atMost: WatchRule.longestMemory)
        else { return nil }
        return .unfamiliar(trait, memory: memory, learning: learning)
    }

    private func within() -> Duration? {
        required("within")?.duration(from: .seconds(1), atMost: WatchRule.longestMemory)
    }

    private func rate() -> WatchRate? {
        let limit = required("limit")?.integer(1...WatchRule.highestLimit)
        guard let within = within(), let limit else { return nil }
        return WatchRate(limit: limit, within: within)
    }

    private func volume() -> WatchCondition? {
        let bytes = optional("bytes").map { $0.size(atLeast: 1 << 20) }
        let requests = optional("requests").map { $0.integer(1...VocabularyMapping.mostRequests) }
        let times = optional("times").map { $0.integer(2...1000) }
        guard let within = within(),
            let learning = span("learning", WatchRule.usualLearning, atMost: WatchRule.longestMemory)
        else { return nil }
        if bytes == nil, requests == nil {
            log.report(.missingKey("bytes' or 'requests", in: "a watch rule of kind 'volume'"), at: position)
            return nil
        }
        // Where something is written that cannot be read, there is nothing.
        for read in [bytes, requests, times] { if case .some(.none) = read { return nil } }
        return .volume(
            WatchVolume(
                bytes: bytes ?? nil, requests: requests ?? nil, times: times ?? nil, within: within,
                learning: learning))
    }

    /// `nil` when it is wrong.
    fileprivate func span(_ key: String, _ usual: Duration, atMost longest: Duration = .seconds(366 * 86400))
        -> Duration?
    {
        guard let cursor = optional(key) else { return usual }
        return cursor.duration(from: .zero, atMost: longest)
    }
}

extension YAMLCursor {
    fileprivate func duration(from shortest: Duration, atMost longest: Duration) -> Duration? {
        guard let span = duration() else { return nil }
        guard shortest <= span, span <= longest else {
            report(
                .badValue(
                    value.scalar ?? "",
                    expected: "from \(shortest.wholeSeconds)s to \(longest.wholeSeconds / 86400)d"))
            return nil
        }
        return span
    }
}
