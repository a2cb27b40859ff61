public import GatewayIdentity

/// Where somebody stands towards one console for a while: all that does not depend on the single request, worked out once.
///
/// Keep it per session and console, and throw it away when `isCurrent(at:)` says no, when the policy, the roles, the grants, the proofs, the
/// source address or the account's condition change. Deciding a request by it takes no lock and no heap storage.
public final class Standing: Sendable {
    public let console: ConsoleID
    public let grade: Grade
    /// Minimum over the grade and the roles in use.
    public let limits: SessionLimits
    public let revocationAge: Duration
    public let evaluatedAt: UnixTime
    /// The earliest instant at which a term that depends on time can change: a proof grows too old, a window opens or shuts, a grant begins or ends.
    public let validUntil: UnixTime

    /// Settled whatever is asked for.
    let refusal: Denial?
    let overrides: [ActionOverride]
    let background: [BackgroundTraffic]
    /// Deny rules that strike this subject here and now.
    let denials: [CompiledRule]
    /// Allow rules for the subject's roles.
    let candidates: [Candidate]
    /// What the roles leave possible.
    let roleActions: ActionSet
    let here: UInt64
    let now: UInt64
    let obligations: Obligations

    struct Candidate: Sendable {
        let rule: CompiledRule
        let approval: ApprovalStatus
        let gaps: [FactorGap]
    }

    enum ApprovalStatus: Sendable {
        case given, missing, expired
    }

    init(
        console: ConsoleID, grade: Grade, limits: SessionLimits, revocationAge: Duration, evaluatedAt: UnixTime,
        validUntil: UnixTime, refusal: Denial?,
        overrides: [ActionOverride], background: [BackgroundTraffic], denials: [CompiledRule], candidates: [Candidate],
        roleActions: ActionSet,
        here: UInt64, now: UInt64,
        obligations: Obligations
    ) {
        self.console = console
        self.grade = grade
        self.limits = limits
        self.revocationAge = revocationAge
        self.evaluatedAt = evaluatedAt
        self.validUntil = validUntil
        self.refusal = refusal
        self.overrides = overrides
        self.background = background
        self.denials = denials
        self.candidates = candidates
        self.roleActions = roleActions
        self.here = here
        self.now = now
        self.obligations = obligations
    }

    /// Whether it still holds; a clock that was set back makes it stale too.
    public func isCurrent(at time: UnixTime) -> Bool { evaluatedAt <= time && time < validUntil }
}
