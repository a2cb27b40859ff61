/// Up to when everything that was recorded is seen: by the trail's own order, never by what records say of their time, which is when their requests began.
struct SeenUntil {
    typealias Instant = ContinuousClock.Instant

    /// At this time the trail ended with this record.
    private var mark: (end: UInt64, at: Instant)

    init(end: UInt64, at now: Instant) { mark = (end, now) }

    /// - Parameters:
    ///   - last: seen, with everything before it.
    ///   - end: the last that was acknowledged at `now`.
    /// - Returns: up to when everything is seen; `nil`: up to no other time than before.
    mutating func saw(_ last: UInt64, of end: UInt64, at now: Instant) -> Instant? {
        guard last >= mark.end else { return nil }
        let until = mark.at
        mark = (end, now)
        return last >= end ? now : until
    }
}
