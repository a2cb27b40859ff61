import GatewayIdentity

/// People of other organisations at what is tagged: who lets them in, and how far.
extension PolicyLint {
    mutating func lookAtPartners() {
        var reached: (roles: [RoleName], console: ConsoleID, rule: RuleID)?
        for rule in definition.rules where rule.allows {
            let roles = externalRoles(of: rule)
            guard !roles.isEmpty, let console = index.consoles(of: rule).first(where: { !$0.tags.isEmpty }),
                let tag = console.tags.min()
            else { continue }
            reached = reached ?? (roles, console.id, rule.id)
            if let path = rule.target.paths.first(where: \.hasWildcard) {
                doubt(.wildcardForExternal(roles, path.text, console.id, tag), at: .rule(rule.id, "paths"))
            }
        }
        lookAtExportPermission(reached)
        for (name, approval) in definition.approvals where approval.approvers.isEmpty && !approval.isEntered(as: name) {
            doubt(.neverGiven, at: .approval(name))
        }
    }

    private mutating func lookAtExportPermission(_ reached: (roles: [RoleName], console: ConsoleID, rule: RuleID)?) {
        guard let reached, definition.approvals[.exportPermission]?.approvers.isEmpty ?? true else { return }
        let isDefined = definition.approvals[.exportPermission] != nil
        doubt(
            .grantByOne(reached.roles, reached.console),
            at: isDefined ? .approval(.exportPermission) : .rule(reached.rule, "roles"))
    }

    private func externalRoles(of rule: Rule) -> [RoleName] {
        definition.roles.filter { rule.target.roles.contains($0.key) && $0.value.kind == .external }.keys.sorted()
    }
}

extension Approval {
    /// Whether somebody can enter it where nobody votes: what rests on a document is entered as a partner grant.
    fileprivate func isEntered(as name: ApprovalName) -> Bool {
        document.map { name == .exportPermission && $0.isEveryGrant } ?? true
    }
}
