internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayPolicy

extension TrialAnswer {
    /// - Parameters:
    ///   - decision: of what is on trial.
    ///   - policy: its digest.
    ///   - session: its limits are those of the permit, as they are where the policy in force decides.
    init(_ decision: Decision, by policy: SHA256Digest, in session: SessionFinding, at now: UnixTime) {
        switch decision {
        case .permit(let permit):
            let limit = session.refusal(for: permit, at: now)
            self.init(limit == nil ? .permit : .deny, reason: limit, rule: permit.rule.text, policy: policy)
        case .stepUp(let stepUp):
            self.init(
                .stepUp, reason: session.reasonToAskAgain ?? stepUp.reason, rule: stepUp.rules.first?.text,
                policy: policy)
        case .deny(let denial):
            self.init(.deny, reason: denial.reason, rule: denial.rule?.text, policy: policy)
        }
    }
}
