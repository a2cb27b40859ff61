internal import GatewayIdentity
public import GatewayPolicy

/// What a policy answered, as far as two answers are compared.
public struct Answer: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case permit
        case stepUp = "step_up"
        case deny
    }

    public let kind: Kind
    /// Of a denial. That of a step-up is left out: a session that ended is recorded as the reason to ask again.
    public let reason: String?
    /// The rule that decided; the first of several.
    public let rule: String?
    /// Beside the answer itself; `nil` in an answer that is known from its record alone.
    let particulars: Particulars?

    /// What goes with a permit, what is missing for one.
    enum Particulars: Hashable, Sendable {
        case permit(obligations: Obligations, actions: ActionSet, limits: SessionLimits)
        case stepUp([FactorGap])
        case deny
    }

    /// As a record has it.
    init(kind: Kind, reason: String?, rule: String?) {
        self.kind = kind
        self.reason = reason
        self.rule = rule
        particulars = nil
    }

    public init(_ decision: Decision) {
        switch decision {
        case .permit(let permit):
            kind = .permit
            reason = nil
            rule = permit.rule.text
            particulars = .permit(
                obligations: permit.obligations, actions: permit.permittedActions, limits: permit.limits)
        case .stepUp(let stepUp):
            kind = .stepUp
            reason = nil
            rule = stepUp.rules.first?.text
            particulars = .stepUp(stepUp.missing)
        case .deny(let denial):
            kind = .deny
            reason = denial.reason.rawValue
            rule = denial.rule?.text
            particulars = .deny
        }
    }

    /// Whether nobody could tell them apart by what is known of both.
    func agrees(with other: Answer) -> Bool {
        guard kind == other.kind, reason == other.reason, rule == other.rule else { return false }
        guard let particulars, let others = other.particulars else { return true }
        return particulars == others
    }
}
