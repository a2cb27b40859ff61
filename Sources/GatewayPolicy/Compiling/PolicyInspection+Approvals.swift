import GatewayIdentity

extension PolicyInspection {
    mutating func inspectApprovals() {
        for (name, approval) in definition.approvals.sorted(by: { $0.key < $1.key }) {
            if name == .grant { report(.builtIn, at: .approval(name)) }
            if approval == Approval() { report(.asksForNothing, at: .approval(name)) }
            inspectApprovers(of: approval, name)
            for (key, time) in [("max_life", approval.maximumLife), ("renew", approval.renewal)] {
                if let time, time <= .zero { report(.notPositive, at: .approval(name, key)) }
            }
            if let document = approval.document {
                if document.kinds.isEmpty { report(.emptyList, at: .approval(name, "kinds")) }
                if document.fields.isEmpty { report(.emptyList, at: .approval(name, "fields")) }
            }
        }
        for (name, zone) in definition.zones.sorted(by: { $0.key < $1.key }) {
            requireKnown(zone.needs, at: .zone(name, "needs"))
        }
    }

    private mutating func inspectApprovers(of approval: Approval, _ name: ApprovalName) {
        let key = approval.approvers.count > 1 ? "approvers" : "from_roles"
        for group in approval.approvers {
            if group.roles.isEmpty { report(.emptyList, at: .approval(name, key)) }
            if group.count < 1 { report(.notPositive, at: .approval(name, "approvers")) }
            for role in group.roles.sorted() {
                requireKnown(role, among: definition.roles.keys, at: .approval(name, key))
                if let kind = definition.roles[role]?.kind, kind != .member {
                    report(.approversFromOutside(role), at: .approval(name, key))
                }
            }
        }
        if approval.approvers.reduce(0, { $0 + max($1.count, 0) }) > Approval.mostApprovers {
            report(.tooManyApprovers(limit: Approval.mostApprovers), at: .approval(name, "approvers"))
        }
    }
}
