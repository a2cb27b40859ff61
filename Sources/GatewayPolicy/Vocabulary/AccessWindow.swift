public import GatewayIdentity

/// When access is possible: half-open hours `[from, to)` on some days of the week, in one fixed offset from UTC.
public struct AccessWindow: Hashable, Sendable {
    public let days: Set<Weekday>
    public let hours: [MinuteRange]
    public let zone: FixedZone
    /// Dates on which the window stays shut.
    public let holidays: Set<CivilDate>

    public init(days: Set<Weekday>, hours: [MinuteRange], zone: FixedZone, holidays: Set<CivilDate> = []) {
        self.days = days
        self.hours = hours
        self.zone = zone
        self.holidays = holidays
    }

    /// 08:00 to 19:00 from Monday to Friday in Korea: what lies outside is "off-hours" where nothing else is said
    /// (compliance profile nct-2025-04, 2.10).
    public static let koreanOfficeHours = AccessWindow(
        days: [.monday, .tuesday, .wednesday, .thursday, .friday],
        hours: [MinuteRange(from: 8 * 60, to: 19 * 60)].compactMap(\.self), zone: .seoul)

    public func isOpen(at time: UnixTime) -> Bool {
        let local = CivilTime(time, offsetMinutes: zone.offsetMinutes)
        guard days.contains(where: { $0.rawValue == local.weekday }), !holidays.contains(CivilDate(local)) else {
            return false
        }
        let minute = local.hour * 60 + local.minute
        return hours.contains { $0.from <= minute && minute < $0.to }
    }

    /// The next instant at which `isOpen` can have another answer: a start, an end or a midnight; never earlier than the true change.
    public func nextBoundary(after time: UnixTime) -> UnixTime {
        if isAlwaysOpen { return .distantFuture }
        let local = CivilTime(time, offsetMinutes: zone.offsetMinutes)
        let minute = local.hour * 60 + local.minute
        let next = hours.flatMap { [$0.from, $0.to] }.filter { $0 > minute }.min() ?? MinuteRange.minutesInDay
        let midnight = CivilTime.daysSinceEpoch(year: local.year, month: local.month, day: local.day) * 86400
        return UnixTime(seconds: midnight + Int64((next - zone.offsetMinutes) * 60))
    }

    private var isAlwaysOpen: Bool {
        days.count == Weekday.allCases.count && holidays.isEmpty
            && hours.contains { $0.from == 0 && $0.to == MinuteRange.minutesInDay }
    }
}

/// ISO 8601 numbering.
public enum Weekday: Int, CaseIterable, Sendable {
    case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

    /// `mon` … `sun`.
    public init?(abbreviation: String) {
        guard let index = Self.abbreviations.firstIndex(of: abbreviation) else { return nil }
        self.init(rawValue: index + 1)
    }

    public static let abbreviations = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}

/// Minutes of a day, half-open; `24:00` is 1440.
public struct MinuteRange: Hashable, Sendable {
    public static let minutesInDay = 1440
    public let from: Int
    public let to: Int

    /// `nil` unless 0 <= from < to <= 1440: a window over midnight is written as two.
    public init?(from: Int, to: Int) {
        guard 0 <= from, from < to, to <= Self.minutesInDay else { return nil }
        self.from = from
        self.to = to
    }
}

/// A zone without daylight saving, so that a window never jumps: UTC, Asia/Seoul (KST, +09:00) or an offset.
public struct FixedZone: Hashable, Sendable {
    public let offsetMinutes: Int
    public static let utc = FixedZone(offsetMinutes: 0)
    public static let seoul = FixedZone(offsetMinutes: RFC3339.koreaOffsetMinutes)

    private init(offsetMinutes: Int) { self.offsetMinutes = offsetMinutes }

    /// `UTC`, `Asia/Seoul`, `+09:00`.
    public init?(_ text: String) {
        switch text {
        case "UTC": self = .utc
        case "Asia/Seoul": self = .seoul
        default:
            let bytes = Array(text.utf8)
            guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
                bytes[3] == UInt8(ascii: ":"),
                let hour = UInt8(text.dropFirst().prefix(2)), let minute = UInt8(text.suffix(2)), hour <= 14,
                minute < 60
            else { return nil }
            offsetMinutes = (Int(hour) * 60 + Int(minute)) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1)
        }
    }
}
