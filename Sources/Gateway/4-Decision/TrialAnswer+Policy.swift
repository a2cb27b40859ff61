internal import GatewayAudit
internal import GatewayPolicy

extension TrialAnswer {
    init(_ decision: Decision, by policy: PolicySnapshot) {
        switch decision {
        case .permit(let permit):
            self.init(.permit, reason: nil, rule: permit.rule.text, policy: policy.sha256)
        case .stepUp(let stepUp):
            self.init(
                .stepUp, reason: stepUp.reason, rule: stepUp.rules.first?.text,
                policy: policy.sha256)
        case .deny(let denial):
            self.init(
                .deny, reason: denial.reason, rule: denial.rule?.text, policy: policy.sha256)
        }
    }
}
