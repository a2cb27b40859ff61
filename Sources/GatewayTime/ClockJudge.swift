/// Whether the clock can be relied on for grades that need it.
public enum ClockStanding: String, CaseIterable, Sendable {
    /// No source is named: nothing is known, and nothing is refused for it.
    case unwatched
    case safe
    /// Off by more than people are told of.
    case warn
    /// Off by more than is allowed.
    case unsafe
    /// No source says enough.
    case unknown

    /// Whether classified consoles are closed.
    public var denies: Bool {
        switch self {
        case .unwatched, .safe, .warn: false
        case .unsafe, .unknown: true
        }
    }
}

/// Compliance profile nct-2025-04, 2.9 and T102: an alarm beyond a second, classified consoles closed beyond two or when nobody knows.
public struct ClockJudge: Hashable, Sendable {
    public let warn: Duration
    public let deny: Duration

    public init(warn: Duration, deny: Duration) {
        self.warn = warn
        self.deny = deny
    }

    /// The worst that a reading allows counts.
    public func standing(_ reading: ClockReading?) -> ClockStanding {
        guard let reading else { return .unknown }
        let offset = reading.offset < .zero ? .zero - reading.offset : reading.offset
        let worst = offset + reading.uncertainty
        if worst <= warn { return .safe }
        if worst <= deny { return .warn }
        return offset > deny ? .unsafe : .unknown
    }
}
