public import GatewayIdentity

/// The answer to one request. There is no fourth.
public enum Decision: Sendable {
    case permit(Permit)
    /// Everything fits but factors that are missing or too old. Recorded as `factor_missing`.
    case stepUp(StepUp)
    case deny(Denial)
}

/// The right to forward one request. Only a decision makes one.
public struct Permit: Sendable {
    private let standing: Standing
    private let matched: UInt128
    /// What the request does: usually one action, several where overrides overlap.
    public let actions: ActionSet
    /// What every matched rule lists: whether the answer may turn out to be a download, say.
    public let permittedActions: ActionSet
    public let obligations: Obligations
    /// The console's pages ask for it by themselves: it does not show that the person is there.
    public let isBackground: Bool

    init(
        standing: Standing, matched: UInt128, actions: ActionSet, permittedActions: ActionSet, obligations: Obligations,
        isBackground: Bool
    ) {
        self.standing = standing
        self.matched = matched
        self.actions = actions
        self.permittedActions = permittedActions
        self.obligations = obligations
        self.isBackground = isBackground
    }

    /// The allow rules that matched, all of them, sorted.
    public var rules: [RuleID] {
        standing.candidates.indices.filter { matched >> $0 & 1 == 1 }.map { standing.candidates[$0].rule.id }
    }
    /// The first of `rules`, for the record, without an array.
    public var rule: RuleID { standing.candidates[matched.trailingZeroBitCount].rule.id }
    public var console: ConsoleID { standing.console }
    public var grade: Grade { standing.grade }
    /// Minimum over the grade and the roles in use.
    public var limits: SessionLimits { standing.limits }
    public var revocationAge: Duration { standing.revocationAge }
    /// Ask again at this instant, also for a tunnel or a stream that still runs: a factor, a window or a grant may end then.
    public var validUntil: UnixTime { standing.validUntil }
    /// Floors that speak of the console and the roles in use.
    public var floors: [FloorName] { standing.floors }
}

public struct StepUp: Hashable, Sendable {
    public let missing: [FactorGap]
    /// The rules that matched and ask for it, sorted.
    public let rules: [RuleID]

    public var reason: Reason { .factorMissing }
}

public struct Denial: Hashable, Sendable {
    public let reason: Reason
    /// The rule that denied or came nearest to allowing; `nil` where no rule had a say.
    public let rule: RuleID?

    init(_ reason: Reason, rule: RuleID? = nil) {
        self.reason = reason
        self.rule = rule
    }
}

extension Decision {
    /// The reason as the record holds it; `nil` for a permit.
    public var reason: Reason? {
        switch self {
        case .permit: nil
        case .stepUp(let stepUp): stepUp.reason
        case .deny(let denial): denial.reason
        }
    }
}

extension Decision: CustomStringConvertible {
    public var description: String {
        switch self {
        case .permit(let permit):
            "a permit (by \(permit.rules.map(\.text).joined(separator: ", ")); idle \(permit.limits.idle.wholeSeconds) s; "
                + "absolute \(permit.limits.absolute.wholeSeconds) s; storage \(permit.obligations.storage.rawValue)\(permit.obligations.monitored ? "; monitored" : ""); "
                + "valid until \(RFC3339.string(permit.validUntil))\(permit.isBackground ? "; background" : ""))"
        case .stepUp(let stepUp):
            "a step-up for " + stepUp.missing.map(\.name.rawValue).joined(separator: ", ")
        case .deny(let denial):
            "a denial with \(denial.reason.rawValue)" + (denial.rule.map { " (rule '\($0)')" } ?? "")
        }
    }
}
