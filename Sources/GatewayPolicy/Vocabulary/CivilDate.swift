public import GatewayIdentity

/// A day of the calendar.
public struct CivilDate: Hashable, Sendable {
    public let year: Int, month: Int, day: Int

    init(_ time: CivilTime) {
        year = time.year
        month = time.month
        day = time.day
    }

    /// `2026-12-25`; `nil` for a day that does not exist.
    public init?(_ text: String) {
        guard text.utf8.count == 10, let midnight = RFC3339.parse(text + "T00:00:00Z") else { return nil }
        self.init(CivilTime(midnight, offsetMinutes: 0))
    }
}

extension CivilDate {
    /// The first instant of the day.
    public func midnight(in zone: FixedZone) -> UnixTime {
        UnixTime(
            seconds: CivilTime.daysSinceEpoch(year: year, month: month, day: day) * 86400
                - Int64(zone.offsetMinutes * 60))
    }
}

extension CivilDate: Comparable, CustomStringConvertible {
    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// `2026-12-25`.
    public var description: String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(padded(month))-\(padded(day))"
    }
}
