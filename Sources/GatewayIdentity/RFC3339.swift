/// RFC 3339 timestamps, by civil-calendar arithmetic on the proleptic Gregorian calendar: no locale, no time-zone database.
public enum RFC3339 {
    /// Korea Standard Time, +09:00, without daylight saving since 1988.
    public static let koreaOffsetMinutes = 540

    /// `2026-11-22T10:00:00.123+09:00`; `Z` when the offset is 0.
    public static func string(_ time: UnixTime, offsetMinutes: Int = koreaOffsetMinutes) -> String {
        let local = CivilTime(time, offsetMinutes: offsetMinutes)
        let zone: String
        if offsetMinutes == 0 {
            zone = "Z"
        } else {
            let size = abs(offsetMinutes)
            zone = (offsetMinutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60)
        }
        return
            "\(four(local.year))-\(two(local.month))-\(two(local.day))T\(two(local.hour)):\(two(local.minute)):\(two(local.second))"
            + "." + three(local.millisecond) + zone
    }

    /// Reads `date "T" time [fraction] ("Z" / offset)`; `nil` for anything else, days that do not exist included.
    public static func parse(_ text: String) -> UnixTime? {
        let b = Array(text.utf8)
        guard b.count >= 20, b[4] == 0x2D, b[7] == 0x2D, b[10] == 0x54 || b[10] == 0x74, b[13] == 0x3A, b[16] == 0x3A,
            let year = number(b[0..<4]), let month = number(b[5..<7]), let day = number(b[8..<10]),
            let hour = number(b[11..<13]), let minute = number(b[14..<16]), let second = number(b[17..<19]),
            (1...12).contains(month), day >= 1, day <= CivilTime.days(inMonth: month, year: year), hour < 24,
            minute < 60, second < 60
        else { return nil }
        var at = 19
        var millisecond = 0
        if b[at] == 0x2E {
            at += 1
            let start = at
            var scale = 100
            while at < b.count, (0x30...0x39).contains(b[at]) {
                millisecond += Int(b[at] - 0x30) * scale
                scale /= 10
                at += 1
            }
            guard at > start, at < b.count else { return nil }
        }
        var offset = 0
        switch b[at] {
        case 0x5A, 0x7A:
            at += 1
        case 0x2B, 0x2D:
            guard b.count == at + 6, b[at + 3] == 0x3A, let h = number(b[(at + 1)..<(at + 3)]),
                let m = number(b[(at + 4)..<(at + 6)]),
                h < 24, m < 60
            else { return nil }
            offset = (b[at] == 0x2D ? -1 : 1) * (h * 60 + m)
            at += 6
        default:
            return nil
        }
        guard at == b.count else { return nil }
        let seconds =
            CivilTime.daysSinceEpoch(year: year, month: month, day: day) * 86400
            + Int64(hour * 3600 + minute * 60 + second - offset * 60)
        return UnixTime(milliseconds: seconds * 1000 + Int64(millisecond))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    private static func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    private static func three(_ n: Int) -> String { n < 10 ? "00\(n)" : n < 100 ? "0\(n)" : "\(n)" }
    private static func four(_ n: Int) -> String {
        String(repeating: "0", count: max(0, 4 - String(n).count)) + String(n)
    }
}

/// A wall-clock reading at a fixed offset from UTC.
public struct CivilTime: Hashable, Sendable {
    public let year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int
    /// 1 = Monday … 7 = Sunday (ISO 8601).
    public let weekday: Int

    public init(_ time: UnixTime, offsetMinutes: Int) {
        let local = time.seconds + Int64(offsetMinutes) * 60
        let days = local >= 0 ? local / 86400 : (local - 86399) / 86400
        let ofDay = Int(local - days * 86400)
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days.
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
        month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        year = Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
        hour = ofDay / 3600
        minute = ofDay % 3600 / 60
        second = ofDay % 60
        millisecond = Int(time.milliseconds - time.seconds * 1000)
        let sinceMonday = (days + 3) % 7  // 1970-01-01 was a Thursday
        weekday = Int(sinceMonday < 0 ? sinceMonday + 7 : sinceMonday) + 1
    }

    /// Days from 1970-01-01 to the given date (days_from_civil of the same source).
    public static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
        let y = Int64(month <= 2 ? year - 1 : year)
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let shifted = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * shifted + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    public static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
