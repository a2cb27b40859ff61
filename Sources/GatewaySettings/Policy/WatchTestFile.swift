import GatewayIdentity
import GatewayPolicy
import GatewayWatch

/// Reads the `watch` of `tests/*.yaml`: what people do, in order, with the alarms their author expects.
enum WatchTestFile {
    static func read(_ document: YAMLMapping) -> [LocatedWatchTest] {
        var firstUse: [String: SourcePosition] = [:]
        return (document.optional("watch")?.list(of: "tests of watch rules") ?? []).compactMap { item in
            guard let entry = item.mapping(.watchTest) else { return nil }
            let name = entry.required("name")?.text("what the test claims")
            if let name, let first = firstUse.updateValue(item.position, forKey: name) {
                item.report(.definedTwice("test '\(name)'", first: first))
            }
            let events = entry.required("events")?.list(of: "events") { $0.watchedEvents() }
            let expected = entry.required("expect")?.list(of: "alarms") { $0.watchAlarm() }
            guard let name, let events, let expected else { return nil }
            return LocatedWatchTest(
                test: WatchTest(name: name, events: inOrder(events.flatMap(\.self)), expected: expected),
                position: item.position)
        }
    }

    /// By time; of one time, as they are written.
    private static func inOrder(_ events: [WatchedEvent]) -> [WatchedEvent] {
        let sorted = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return sorted.enumerated().map { place, numbered in
            var event = numbered.element
            event.mark = EventMark(high: 0, low: UInt64(place + 1))
            return event
        }
    }
}

struct LocatedWatchTest: Sendable {
    let test: WatchTest
    let position: SourcePosition
}

/// What tests of watch rules call the doings of people.
enum WatchedDeed: String, CaseIterable {
    case signIn = "sign_in"
    case codeFailed = "code_failed"
    case request, refused
}

extension YAMLCursor {
    /// One event, or as many as `times` says.
    fileprivate func watchedEvents() -> [WatchedEvent]? {
        guard let entry = mapping(.watchedEvent) else { return nil }
        let at = entry.required("at")?.instant()
        let person = entry.required("account")?.account()
        let word = entry.required("deed")?.choice(WatchedDeed.self)
        let times = entry.optional("times").map { $0.integer(1...VocabularyMapping.mostRepeats) } ?? 1
        let every = entry.optional("every").map { $0.duration() } ?? .seconds(1)
        let roles = entry.optional("roles").map { $0.set(of: "roles") { $0.roleName() } } ?? []
        let grants = entry.optional("grants").map { $0.set(of: "grants") { $0.text("the reference of a grant") } } ?? []
        let path = entry.optional("path").map { $0.text("a path") } ?? "/"
        let status = entry.optional("status").map { $0.integer(100...599) } ?? 200
        let bytes = entry.optional("bytes").map { $0.integer(0...VocabularyMapping.mostBytes) } ?? 0
        let console = entry.optional("console").map { $0.consoleID() }
        let source = entry.optional("from").map { $0.parsed("an IP address", NetworkAddress.init) }
        let country = entry.optional("country").map { $0.country() }
        let device = entry.optional("device").map { $0.text("a device") }
        let certificate = entry.optional("certificate").map { $0.text("a certificate") }
        guard let at, let person, let word, let times, let every, let roles, let grants, let path, let status,
            let bytes
        else { return nil }
        return (0..<times).map { count in
            let parts = path.replacing("{n}", with: "\(count + 1)").split(separator: "?", maxSplits: 1)
            let place = parts.first.map(String.init) ?? "/"
            let deed: WatchedEvent.Deed =
                switch word {
                case .signIn: .signIn
                case .codeFailed: .codeFailed
                case .request: .answered(path: place, status: status, bytes: bytes)
                case .refused: .refused(path: place)
                }
            var event = WatchedEvent(
                deed, by: person, roles: roles, grants: grants, at: at + every * count, console: console ?? nil,
                source: source ?? nil, country: country ?? nil, device: device ?? nil,
                certificate: certificate ?? nil)
            event.query = parts.count > 1 ? String(parts[1]) : nil
            return event
        }
    }

    fileprivate func watchAlarm() -> WatchTest.Alarm? {
        guard let entry = mapping(.watchAlarm) else { return nil }
        let rule = entry.required("rule")?.policyName(of: WatchRule.self)
        let measure = entry.required("measure")?.choice(WatchMeasure.self)
        let person = entry.optional("account").map { $0.account() }
        guard let rule, let measure else { return nil }
        return WatchTest.Alarm(rule: rule, measure: measure, person: person ?? nil)
    }
}
