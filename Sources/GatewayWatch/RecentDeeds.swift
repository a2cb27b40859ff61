internal import GatewayIdentity

/// The last doings of a kind, no more than it takes to see one too many.
struct RecentDeeds {
    private var deeds: [(at: UnixTime, mark: EventMark)] = []

    /// - Returns: the doings within the span, when they are more than the limit; then it begins anew.
    mutating func note(_ mark: EventMark, at now: UnixTime, limit: Int, within span: Duration) -> [EventMark]? {
        deeds.append((now, mark))
        if deeds.count > limit + 1 { deeds.removeFirst() }
        guard deeds.count > limit, let first = deeds.first, now - first.at < span else { return nil }
        defer { deeds = [] }
        return deeds.map(\.mark)
    }
}

/// The distinct things met last, no more than it takes to see one too many.
struct RecentThings {
    /// By hash: what a thing was is in its record. Of those met within the span none is forgotten, as an alarm comes first.
    private var things: [Int: (at: UnixTime, mark: EventMark)] = [:]

    /// - Returns: where each was met last, in that order, when there are more within the span than the limit; then it begins anew.
    mutating func note(
        _ thing: String, _ mark: EventMark, at now: UnixTime, limit: Int, within span: Duration
    ) -> [EventMark]? {
        things[thing.hashValue] = (now, mark)
        guard things.count > limit else { return nil }
        things = things.filter { now - $0.value.at < span }
        guard things.count > limit else { return nil }
        defer { things = [:] }
        return things.values.sorted { ($0.at, $0.mark.high, $0.mark.low) < ($1.at, $1.mark.high, $1.mark.low) }
            .map(\.mark)
    }
}

/// Whether the doings of before the first event are known.
enum KnownPast {
    /// Whoever is seen first is new, and what they use is learned.
    case whole
    /// A part of it was not read, and the rest is being read: whoever is seen first was there before.
    case beingRead
    /// What was read is all there is: whoever is seen first was there before, and what they use now is not known of them.
    case cut
}

/// What one person has used, with when.
struct Familiar {
    /// More than anybody has; beyond it the one not used for longest goes.
    static let mostKept = 64

    private var since: UnixTime?
    private var used: [String: UnixTime] = [:]

    /// - Returns: what was known instead, when this is new to somebody who is not.
    mutating func note(
        _ value: String, at now: UnixTime, memory: Duration, learning: Duration, knowing past: KnownPast
    ) -> [String]? {
        // A clock that was set back has not begun in the future.
        let first = min(since ?? (past == .whole ? now : now - learning), now)
        since = first
        let isGuess = used.isEmpty && past == .beingRead
        let last = used.updateValue(now, forKey: value)
        if used.count > Self.mostKept, let oldest = used.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            used[oldest.key] = nil
        }
        guard !isGuess, now - first >= learning, last.map({ now - $0 >= memory }) ?? true else { return nil }
        return used.filter { $0.key != value && now - $0.value < memory }.keys.sorted()
    }
}

/// Where somebody was seen last, by country.
struct LastCountry {
    private var last: (country: String, at: UnixTime, mark: EventMark)?

    mutating func note(_ country: String, _ mark: EventMark, at now: UnixTime, within span: Duration)
        -> (country: String, mark: EventMark)?
    {
        defer { last = (country, now, mark) }
        guard let last, last.country != country, now - last.at < span else { return nil }
        return (last.country, last.mark)
    }
}
