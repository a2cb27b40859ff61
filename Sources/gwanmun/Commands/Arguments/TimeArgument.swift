import ArgumentParser
import GatewayIdentity

/// A time as commands take it: an instant of RFC 3339, or a whole day of Korea.
struct TimeArgument: Sendable {
    /// The instant itself, or the midnight with which the day begins.
    let begin: UnixTime
    /// The instant itself, or the midnight with which the day ends.
    let end: UnixTime

    /// As the desk's API takes them.
    var beginText: String { RFC3339.string(begin) }
    var endText: String { RFC3339.string(end) }

    /// Of an option that takes one, in its help.
    static let valueName = "day|rfc3339"

    /// - Throws: what was expected.
    init(_ text: String) throws {
        if let instant = RFC3339.parse(text) {
            (begin, end) = (instant, instant)
        } else if text.utf8.count == 10, let midnight = RFC3339.parse(text + "T00:00:00+09:00") {
            (begin, end) = (midnight, midnight + .seconds(86400))
        } else {
            throw ValidationError(
                "'\(text)' is neither a day such as 2026-12-01 nor a time such as 2026-12-01T09:00:00+09:00")
        }
    }
}
