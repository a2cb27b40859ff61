import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readApprovals(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("approvals by name") ?? [] {
            guard let id = name.policyName(of: Approval.self), let entry = value.mapping(.approval),
                claim(.approvals, id.text, at: name.position, keys: entry)
            else { continue }
            let distinct = entry.optional("distinct_from").map { $0.set(of: "parties") { $0.choice(Party.self) } } ?? []
            let life = entry.optional("max_life").map { $0.duration() }
            let renewal = entry.optional("renew").map { $0.duration() }
            let bundle = entry.optional("log_bundle").map { $0.flag() } ?? false
            guard let approvers = entry.approvers(), let document = entry.document(), let distinct, let bundle else {
                continue
            }
            if approvers.isEmpty {
                entry.refuse(
                    "log_bundle", because: "nobody votes on it, so nobody is handed the records; say 'approvers'")
            }
            if approvers.isEmpty, document == nil, renewal == nil, life != nil, !Self.deeds.contains(id) {
                (entry.optional("approvers") ?? name).report(
                    .wrongShape(
                        expected:
                            "'approvers', who vote on it; or 'kinds' and 'fields' of its document; or 'renew', where the person does something themselves"
                    ))
            }
            if approvers.isEmpty {
                entry.refuse("distinct_from", because: "nobody votes on it; say 'approvers'")
            }
            definition.approvals[id] = Approval(
                approvers: approvers, isDistinctFromRequester: distinct.contains(.requester),
                maximumLife: life ?? nil, renewal: renewal ?? nil, document: document,
                hasLogBundle: bundle)
        }
    }

    /// What a person does, and nobody votes on.
    private static let deeds: Set<ApprovalName> = [.pledge, .training]
}

/// Who cannot be an approver.
enum Party: String, CaseIterable {
    case requester
}

extension YAMLMapping {
    /// `approvers: 2` with `from_roles`, or a list of groups, which all must approve.
    fileprivate func approvers() -> [ApproverGroup]? {
        guard let cursor = optional("approvers") else {
            refuse("from_roles", because: "it goes with 'approvers'")
            return []
        }
        if case .list = cursor.value.content {
            refuse("from_roles", because: "each group of approvers names its own")
            return cursor.list(of: "groups of approvers") { $0.approverGroup() }
        }
        let count = cursor.integer(1...Approval.mostApprovers)
        let roles = required("from_roles")?.set(of: "roles") { $0.roleName() }
        guard let count, let roles else { return nil }
        return [ApproverGroup(roles: roles, count: count)]
    }

    /// `.some(nil)` where no document is asked for, `nil` when it is wrong.
    fileprivate func document() -> ApprovalDocument?? {
        guard optional("kinds") != nil || optional("fields") != nil else { return .some(nil) }
        let kinds = required("kinds")?.set(of: "kinds") { $0.choice(ApprovalDocument.Kind.self) }
        let fields = required("fields")?.set(of: "fields") { $0.choice(ApprovalDocument.Field.self) }
        guard let kinds, let fields else { return nil }
        return .some(ApprovalDocument(kinds: kinds, fields: fields))
    }
}

extension YAMLCursor {
    fileprivate func approverGroup() -> ApproverGroup? {
        guard let entry = mapping(.approverGroup) else { return nil }
        let roles = entry.required("from_roles")?.set(of: "roles") { $0.roleName() }
        let count = entry.required("count")?.integer(1...Approval.mostApprovers)
        guard let roles, let count else { return nil }
        return ApproverGroup(roles: roles, count: count)
    }
}
