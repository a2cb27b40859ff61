/// How long and how often a session may live. Of several sets the most restrictive value of each field holds (semantics 3).
public struct SessionLimits: Hashable, Sendable {
    /// Longest time without a request.
    public var idle: Duration
    /// Longest life, whatever happens.
    public var absolute: Duration
    /// How old the proof of a factor other than the certificate may be.
    public var stepUp: Duration
    /// Sessions of one person at a time.
    public var concurrent: Int
    public var whenFull: WhenFull

    /// What a login does that would make one session too many.
    public enum WhenFull: String, CaseIterable, Comparable, Sendable {
        /// The oldest session ends, and both are told.
        case endOldest = "end_oldest"
        /// The login is refused.
        case refuse

        public static func < (a: Self, b: Self) -> Bool { a == .endOldest && b == .refuse }
    }

    public init(idle: Duration, absolute: Duration, stepUp: Duration, concurrent: Int, whenFull: WhenFull) {
        self.idle = idle
        self.absolute = absolute
        self.stepUp = stepUp
        self.concurrent = concurrent
        self.whenFull = whenFull
    }

    public func tightened(by other: Self) -> Self {
        .init(
            idle: min(idle, other.idle), absolute: min(absolute, other.absolute), stepUp: min(stepUp, other.stepUp),
            concurrent: min(concurrent, other.concurrent), whenFull: max(whenFull, other.whenFull))
    }

    func loosened(by other: Self) -> Self {
        .init(
            idle: max(idle, other.idle), absolute: max(absolute, other.absolute), stepUp: max(stepUp, other.stepUp),
            concurrent: max(concurrent, other.concurrent), whenFull: min(whenFull, other.whenFull))
    }

    public func tightened(by role: RoleLimits) -> Self {
        .init(
            idle: min(idle, role.idle ?? idle), absolute: min(absolute, role.absolute ?? absolute),
            stepUp: min(stepUp, role.stepUp ?? stepUp),
            concurrent: min(concurrent, role.concurrent ?? concurrent), whenFull: whenFull)
    }
}

/// What a role adds to the limits of the grade. It can only tighten them.
public struct RoleLimits: Hashable, Sendable {
    public var idle: Duration?
    public var absolute: Duration?
    public var stepUp: Duration?
    public var concurrent: Int?

    public init(idle: Duration? = nil, absolute: Duration? = nil, stepUp: Duration? = nil, concurrent: Int? = nil) {
        self.idle = idle
        self.absolute = absolute
        self.stepUp = stepUp
        self.concurrent = concurrent
    }
}
