internal import GatewayIdentity
internal import GatewayPolicy

/// What one rule remembers of one person.
struct RuleMemory {
    private var deeds = RecentDeeds()
    private var things = RecentThings()
    private var familiar = Familiar()
    private var country = LastCountry()
    private var volume = RecentVolume()
    private var lastSeen: UnixTime?
    private var muteUntil: UnixTime?
    private var lastAlarm: UnixTime?
    private var step = 0

    /// - Returns: what is to be told; `nil` while the rule has nothing to say, or is not to say it yet.
    mutating func note(
        _ event: borrowing WatchedEvent, at now: UnixTime, by rule: borrowing WatchRule,
        _ windows: [WindowName: AccessWindow], knowing past: KnownPast
    ) -> (sighting: Sighting, measure: WatchMeasure)? {
        guard let sighting = sight(event, at: now, rule.condition, windows, past) else { return nil }
        // Further ahead than the rule is ever silent: it was set by a clock that was wrong.
        if let end = muteUntil, end > now + rule.cooldown { muteUntil = nil }
        if let muteUntil, now < muteUntil { return nil }
        guard !sighting.isGuess else { return (sighting, .notify) }
        step = lastAlarm.map { now - $0 < rule.escalation ? step + 1 : 0 } ?? 0
        lastAlarm = now
        muteUntil = now + rule.cooldown
        return (sighting, rule.measures[min(step, rule.measures.count - 1)])
    }

    private mutating func sight(
        _ event: borrowing WatchedEvent, at now: UnixTime, _ condition: WatchCondition,
        _ windows: [WindowName: AccessWindow], _ past: KnownPast
    ) -> Sighting? {
        let mark = event.mark
        switch condition {
        case .unfamiliar(let trait, let memory, let learning):
            guard event.isUse, let value = event.trait(trait),
                let known = familiar.note(value, at: now, memory: memory, learning: learning, knowing: past)
            else { return nil }
            let limit = known.isEmpty ? "nothing used in \(memory.spelled)" : known.suffix(5).joined(separator: " ")
            var sighting = Sighting(value, over: limit, upon: [mark])
            sighting.isGuess = past == .cut && known.isEmpty
            return sighting
        case .offHours(let names):
            guard event.isUse, !names.contains(where: { windows[$0]?.isOpen(at: now) ?? false }) else { return nil }
            return Sighting(RFC3339.string(now), over: condition.limitText, upon: [mark])
        case .travel(let span):
            guard event.isUse, let here = event.trait(.country),
                let before = country.note(here, mark, at: now, within: span)
            else { return nil }
            return Sighting("\(before.country) \(here)", over: condition.limitText, upon: [before.mark, mark])
        case .volume(let limits):
            let (bytes, requests): (Int, Int)
            switch event.deed {
            case .answered(_, _, let sent): (bytes, requests) = (sent, 1)
            case .moved(let sent): (bytes, requests) = (sent, 0)
            case .signIn, .codeFailed, .begun, .refused: return nil
            }
            guard let excess = volume.note(bytes, requests, at: now, of: limits) else { return nil }
            return Sighting(excess.observed, over: excess.limit, upon: mark.isNone ? [] : [mark])
        case .distinctObjects(let rate): return event.object.flatMap { many($0, mark, at: now, rate) }
        case .distinctQueries(let rate):
            return event.object.flatMap { many($0 + (event.query.map { "?" + $0 } ?? ""), mark, at: now, rate) }
        case .enumeration(let rate): return event.missed.flatMap { many($0, mark, at: now, rate) }
        case .concurrentUse(let rate):
            return event.isUse ? event.trait(.network).flatMap { many($0, mark, at: now, rate) } : nil
        case .denials(let rate):
            guard case .refused = event.deed else { return nil }
            return run(mark, at: now, rate)
        case .codeFailures(let rate):
            guard case .codeFailed = event.deed else { return nil }
            return run(mark, at: now, rate)
        case .dormant(let span):
            guard event.isUse else { return nil }
            defer { lastSeen = now }
            guard let lastSeen, now - lastSeen >= span else { return nil }
            return Sighting(RFC3339.string(lastSeen), over: condition.limitText, upon: [mark])
        }
    }

    private mutating func run(_ mark: EventMark, at now: UnixTime, _ rate: WatchRate) -> Sighting? {
        deeds.note(mark, at: now, limit: rate.limit, within: rate.within).map {
            Sighting("\($0.count)", over: rate.limitText, upon: $0)
        }
    }

    private mutating func many(_ thing: String, _ mark: EventMark, at now: UnixTime, _ rate: WatchRate) -> Sighting? {
        things.note(thing, mark, at: now, limit: rate.limit, within: rate.within).map {
            Sighting("\($0.count)", over: rate.limitText, upon: $0)
        }
    }
}

extension WatchedEvent {
    /// What was reached, under the console's name.
    fileprivate var object: String? {
        guard !isBackground else { return nil }
        return switch deed {
        case .begun(let path): named(path)
        case .answered(let path, let status, _): status < 400 ? named(path) : nil
        case .signIn, .codeFailed, .refused, .moved: nil
        }
    }

    /// What was tried for and not reached.
    fileprivate var missed: String? {
        switch deed {
        case .refused(let path): named(path)
        case .answered(let path, let status, _): status == 403 || status == 404 ? named(path) : nil
        case .signIn, .codeFailed, .begun, .moved: nil
        }
    }

    private func named(_ path: String) -> String { (console?.text ?? "") + path }
}
