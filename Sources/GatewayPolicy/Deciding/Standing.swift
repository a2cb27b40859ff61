public import GatewayIdentity

/// Where somebody stands towards one console for a while: all that does not depend on the single request, worked out once.
///
/// Keep it per session and console, and throw it away when `isCurrent(at:)` says no, when the policy, the roles, the grants and approvals, the proofs, the
/// source address or its country, the device or the account's condition change. Deciding a request by it takes no lock and no heap storage.
public final class Standing: Sendable {
    public let console: ConsoleID
    public let grade: Grade
    /// Minimum over the grade and the roles in use.
    public let limits: SessionLimits
    public let revocationAge: Duration
    public let evaluatedAt: UnixTime
    /// The earliest instant at which a term that depends on time can change: a proof grows too old, a window opens or shuts, a grant, an approval or an
    /// exception begins or ends.
    public let validUntil: UnixTime
    /// Floors that speak of the console and the roles in use. Sorted.
    public let floors: [FloorName]
    /// Exceptions that hold now, to rules for the roles in use. Sorted.
    public let exceptions: [ExceptionName]

    /// Settled whatever is asked for.
    let refusal: Denial?
    let overrides: [ActionOverride]
    let background: [BackgroundTraffic]
    /// Deny rules that strike this subject here and now.
    let denials: [CompiledRule]
    /// Allow rules for the subject's roles.
    let candidates: [Candidate]
    /// The running grants that candidates may rest on.
    let passes: [GrantPass]
    /// What the roles leave possible.
    let roleActions: ActionSet
    let here: UInt64
    let now: UInt64
    let country: CountryCode?
    /// Where and when the floors leave it possible.
    let floorZones: UInt64
    let floorWindows: UInt64
    let obligations: Obligations

    struct Candidate: Sendable {
        let rule: CompiledRule
        /// The rule's, and what exceptions add for now.
        let zones: UInt64
        let windows: UInt64
        let isInCountry: Bool
        let isOnDevice: Bool
        /// The first of `approvals` that is told.
        let obstacle: ApprovalGap.Obstacle?
        let approvals: [ApprovalGap]
        /// A request has to be one that a grant is for.
        let restsOnGrant: Bool
        let gaps: [FactorGap]
    }

    init(
        console: ConsoleID, grade: Grade, limits: SessionLimits, revocationAge: Duration, evaluatedAt: UnixTime,
        validUntil: UnixTime, floors: [FloorName], exceptions: [ExceptionName], refusal: Denial?,
        overrides: [ActionOverride], background: [BackgroundTraffic], denials: [CompiledRule], candidates: [Candidate],
        passes: [GrantPass], roleActions: ActionSet,
        here: UInt64, now: UInt64, country: CountryCode?, floorZones: UInt64, floorWindows: UInt64,
        obligations: Obligations
    ) {
        self.console = console
        self.grade = grade
        self.limits = limits
        self.revocationAge = revocationAge
        self.evaluatedAt = evaluatedAt
        self.validUntil = validUntil
        self.floors = floors
        self.exceptions = exceptions
        self.refusal = refusal
        self.overrides = overrides
        self.background = background
        self.denials = denials
        self.candidates = candidates
        self.passes = passes
        self.roleActions = roleActions
        self.here = here
        self.now = now
        self.floorZones = floorZones
        self.floorWindows = floorWindows
        self.country = country
        self.obligations = obligations
    }

    /// Whether it still holds; a clock that was set back makes it stale too.
    public func isCurrent(at time: UnixTime) -> Bool { evaluatedAt <= time && time < validUntil }
}
