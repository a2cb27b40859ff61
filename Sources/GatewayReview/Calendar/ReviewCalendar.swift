public import GatewayIdentity

extension ReviewInterval {
    /// After a long absence, or a clock that jumped, the latest of those that were missed are made, and no more.
    public static let mostMissed = 12

    /// The periods that are over and have no task yet, oldest first.
    ///
    /// - Parameters:
    ///   - since: where the last one with a task ends; of the first, when there began to be something to look at.
    ///   - now: only what is over by then. A clock that was set back makes nothing.
    public func periods(endedAfter since: UnixTime, by now: UnixTime, atMost limit: Int = mostMissed) -> [ReviewPeriod]
    {
        var periods: [ReviewPeriod] = []
        var period = period(before: period(at: now))
        while period.to > since, periods.count < limit {
            periods.append(period)
            period = self.period(before: period)
        }
        return periods.reversed()
    }
}
