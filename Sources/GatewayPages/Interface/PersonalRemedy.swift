public import GatewayIdentity

/// What somebody can do about their own refusal. It names no rule, no zone and no other person.
public enum PersonalRemedy: Hashable, Sendable {
    case showCertificate
    case verify([FactorKind])
    case useApprovedNetwork
    case useApprovedCountry
    case useDesignatedDevice
    /// Permitted again from `until` on.
    case wait(until: UnixTime, hours: [PermittedHours])
    case signPledge
    case takeTraining
    case joinHandlers
    /// A permission for this console, for a time.
    case askForGrant
    case askForApproval
    case applyForRights
    case waitForUnlock
}

/// When somebody may come in: hours of some days of the week, in one offset from UTC.
public struct PermittedHours: Hashable, Sendable {
    /// ISO 8601: 1 is Monday.
    public let days: [Int]
    /// Minutes of the day, half-open.
    public let minutes: [Range<Int>]
    public let offsetMinutes: Int

    public init(days: [Int], minutes: [Range<Int>], offsetMinutes: Int) {
        self.days = days
        self.minutes = minutes
        self.offsetMinutes = offsetMinutes
    }
}
