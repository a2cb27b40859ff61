package import GatewayIdentity

/// An instant as people read it: Korea Standard Time, to the minute.
package enum TimeText {
    package static func dateAndTime(_ time: UnixTime, in language: Language) -> String {
        let clock = CivilTime(time, offsetMinutes: RFC3339.koreaOffsetMinutes)
        return "\(date(clock, in: language)) \(two(clock.hour)):\(two(clock.minute))"
            + (language == .english ? " KST" : "")
    }

    package static func date(_ time: UnixTime, in language: Language) -> String {
        date(CivilTime(time, offsetMinutes: RFC3339.koreaOffsetMinutes), in: language)
    }

    /// Days begun between now and then, by the calendar that the person sees; 0 on the last day.
    package static func days(from now: UnixTime, to then: UnixTime) -> Int {
        Int(day(then) - day(now))
    }

    private static func date(_ clock: CivilTime, in language: Language) -> String {
        switch language {
        case .korean: "\(clock.year)년 \(clock.month)월 \(clock.day)일"
        case .english: "\(clock.day) \(months[clock.month - 1]) \(clock.year)"
        }
    }

    private static func day(_ time: UnixTime) -> Int64 {
        let clock = CivilTime(time, offsetMinutes: RFC3339.koreaOffsetMinutes)
        return CivilTime.daysSinceEpoch(year: clock.year, month: clock.month, day: clock.day)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
