public import GatewayIdentity

/// A week, a month or a quarter of Korea: `[from, to)`.
public struct ReviewPeriod: Hashable, Sendable {
    /// `2026-W48`, `2026-11`, `2026-Q4`.
    public let name: String
    /// Inclusive.
    public let from: UnixTime
    /// Exclusive.
    public let to: UnixTime

    public init(name: String, from: UnixTime, to: UnixTime) {
        self.name = name
        self.from = from
        self.to = to
    }

    public func contains(_ time: UnixTime) -> Bool { from <= time && time < to }
}

/// How often something is looked at, the most often first.
public enum ReviewInterval: String, CaseIterable, Comparable, Sendable {
    /// From Monday to Sunday (ISO 8601).
    case week
    case month, quarter

    private var rank: Int {
        switch self {
        case .week: 0
        case .month: 1
        case .quarter: 2
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    /// The one that an instant lies in.
    public func period(at time: UnixTime) -> ReviewPeriod {
        let local = CivilTime(time, offsetMinutes: RFC3339.koreaOffsetMinutes)
        switch self {
        case .week: return Self.week(local)
        case .month:
            return Self.months(1, from: local.month, of: local.year, named: "\(local.year)-\(two(local.month))")
        case .quarter:
            let quarter = (local.month - 1) / 3
            return Self.months(3, from: quarter * 3 + 1, of: local.year, named: "\(local.year)-Q\(quarter + 1)")
        }
    }

    /// The one that ends where this one begins.
    public func period(before period: ReviewPeriod) -> ReviewPeriod { self.period(at: period.from - .milliseconds(1)) }

    /// - Returns: `nil` for what names none.
    public func period(named name: String) -> ReviewPeriod? {
        // By its month: no name is far from it.
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]), (1970...9999).contains(year) else {
            return nil
        }
        let near: UnixTime
        switch self {
        case .month:
            guard let month = Int(parts[1]), (1...12).contains(month) else { return nil }
            near = Self.midnight(year, month, 1)
        case .quarter:
            guard parts[1].first == "Q", let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter) else {
                return nil
            }
            near = Self.midnight(year, quarter * 3, 1)
        case .week:
            guard parts[1].first == "W", let week = Int(parts[1].dropFirst()), (1...53).contains(week) else {
                return nil
            }
            // The fourth of January is in the first week.
            near = Self.midnight(year, 1, 4) + .seconds(Int64(week - 1) * 7 * 86400)
        }
        let period = period(at: near)
        return period.name == name ? period : nil
    }

    private static func months(_ count: Int, from month: Int, of year: Int, named name: String) -> ReviewPeriod {
        let next = month + count
        return ReviewPeriod(
            name: name, from: midnight(year, month, 1),
            to: midnight(next > 12 ? year + 1 : year, next > 12 ? next - 12 : next, 1))
    }

    private static func week(_ local: CivilTime) -> ReviewPeriod {
        let day = CivilTime.daysSinceEpoch(year: local.year, month: local.month, day: local.day)
        let monday = day - Int64(local.weekday - 1)
        // A week belongs to the year of its Thursday.
        let thursday = CivilTime(UnixTime(seconds: (monday + 3) * 86400), offsetMinutes: 0)
        let first = CivilTime.daysSinceEpoch(year: thursday.year, month: 1, day: 1)
        let number = Int((monday + 3 - first) / 7) + 1
        return ReviewPeriod(
            name: "\(thursday.year)-W\(two(number))", from: instant(ofDay: monday), to: instant(ofDay: monday + 7))
    }

    private static func midnight(_ year: Int, _ month: Int, _ day: Int) -> UnixTime {
        instant(ofDay: CivilTime.daysSinceEpoch(year: year, month: month, day: day))
    }

    private static func instant(ofDay day: Int64) -> UnixTime {
        UnixTime(seconds: day * 86400 - Int64(RFC3339.koreaOffsetMinutes) * 60)
    }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
