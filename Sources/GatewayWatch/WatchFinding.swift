public import GatewayIdentity
public import GatewayPolicy

/// An alarm: what a rule found, by which records, and the step of its ladder that is due.
public struct WatchFinding: Hashable, Sendable {
    public let rule: WatchRuleID
    public let kind: WatchKind
    public let person: AccountName
    public let at: UnixTime
    /// What was seen: `101`, `RU`, `203.0.113.0/24`.
    public let observed: String
    /// What would have been no alarm: `100 in 10m`.
    public let limit: String
    public let measure: WatchMeasure
    public let severity: WatchSeverity
    /// The records that made it, oldest first: the last of them, where there were many.
    public let grounds: [EventMark]
    public let console: ConsoleID?
    public let source: NetworkAddress?
    public let owner: AccountName?
    /// Raised to see whether alarms arrive; nothing is done about it.
    public let isDrill: Bool

    /// Grounds that are named.
    public static let mostGrounds = 8

    /// An alarm by the rule that nobody caused.
    public static func drill(_ rule: WatchRule, on person: AccountName, at now: UnixTime) -> WatchFinding {
        WatchFinding(
            rule: rule.id, kind: rule.condition.kind, person: person, at: now, observed: "drill",
            limit: rule.condition.limitText, measure: rule.measures.first ?? .notify, severity: rule.severity,
            grounds: [], console: nil, source: nil, owner: rule.owner, isDrill: true)
    }
}

/// What a condition saw in an event.
struct Sighting {
    /// Nothing is known of the person that it could be held against.
    var isGuess = false
    let observed: String
    let limit: String
    let grounds: [EventMark]

    init(_ observed: String, over limit: String, upon grounds: some Sequence<EventMark>) {
        self.observed = observed
        self.limit = limit
        self.grounds = Array(Array(grounds).suffix(WatchFinding.mostGrounds))
    }
}

extension WatchCondition {
    /// In a word, for people and records.
    public var limitText: String {
        switch self {
        case .unfamiliar(_, let memory, _): "used in \(memory.spelled)"
        case .offHours(let windows): windows.sorted().map(\.text).joined(separator: " ")
        case .travel(let span): "one country in \(span.spelled)"
        case .volume(let volume): volume.limitText
        case .distinctObjects(let rate), .distinctQueries(let rate), .denials(let rate), .enumeration(let rate),
            .codeFailures(let rate), .concurrentUse(let rate):
            rate.limitText
        case .dormant(let span): "seen in \(span.spelled)"
        }
    }
}

extension WatchRate {
    var limitText: String { "\(limit) in \(within.spelled)" }
}

extension WatchVolume {
    fileprivate var limitText: String {
        let parts = [
            bytes.map { "\($0) bytes" }, requests.map { "\($0) requests" }, times.map { "\($0) times the average" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ") + " in \(within.spelled)"
    }
}

extension Duration {
    /// As policy files spell durations: `10m`.
    var spelled: String {
        let seconds = wholeSeconds
        for (unit, letter) in [(Int64(86400), "d"), (3600, "h"), (60, "m")]
        where seconds >= unit && seconds % unit == 0 {
            return "\(seconds / unit)\(letter)"
        }
        return "\(seconds)s"
    }
}
