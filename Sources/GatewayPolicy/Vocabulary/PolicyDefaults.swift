/// What holds for a whole policy where its parts say nothing.
public struct PolicyDefaults: Hashable, Sendable {
    /// How long an exception can last, counted from its start.
    public var longestException: Duration

    public init(longestException: Duration = Self.mostDays) { self.longestException = longestException }

    /// Profile nct-2025-04, NCT2-2.4-P3: `max_exception_days` is 90. A policy can only make it shorter.
    public static let mostDays = Duration.seconds(90 * 86400)
}
