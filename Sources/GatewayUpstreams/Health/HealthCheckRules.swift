/// How members are asked whether they are well.
public struct HealthCheckRules: Hashable, Sendable {
    /// What is asked for: an absolute path, with a query if need be.
    public var path: String
    public var interval: Duration
    /// For the whole check, the connection included.
    public var timeout: Duration
    /// Statuses of a member that is well.
    public var expected: Set<Int>
    /// Good checks in a row after which a member that was down serves again.
    public var rise: Int
    /// Bad checks in a row after which it serves no more. The very first check of all counts alone.
    public var fall: Int

    public init(
        path: String, interval: Duration = .seconds(10), timeout: Duration = .seconds(2),
        expected: Set<Int> = Set(200...299), rise: Int = 2, fall: Int = 3
    ) {
        self.path = path
        self.interval = interval
        self.timeout = timeout
        self.expected = expected
        self.rise = rise
        self.fall = fall
    }

    /// Until the next check: the interval, a tenth more or less, so that the checks of many gateways do not fall into step.
    ///
    /// - Parameter random: 64 even bits.
    public func pause(random: UInt64) -> Duration {
        let thousandths = Int(random % 201) - 100
        return interval + interval * thousandths / 1000
    }
}
