import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readExceptions(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("exceptions by name") ?? [] {
            guard let id = name.policyName(of: RuleException.self),
                let entry = value.mapping(.exception),
                claim(.exceptions, id.text, at: name.position, keys: entry)
            else { continue }
            let rule = entry.required("to")?.policyName(of: Rule.self)
            let zones = entry.optional("zones").map { $0.set(of: "zones") { $0.policyName(of: Zone.self) } } ?? []
            let windows =
                entry.optional("windows").map { $0.set(of: "windows") { $0.policyName(of: AccessWindow.self) } } ?? []
            let from = entry.required("from")?.instant()
            let expires = entry.required("expires")?.instant()
            let reason = entry.required("reason")?.text("why it is needed")
            let approvedBy = entry.required("approved_by")?.account()
            guard let accounts = entry.selection("accounts", { $0.account() }), let rule, let zones, let windows,
                let from, let expires, let reason, let approvedBy
            else { continue }
            definition.exceptions[id] = RuleException(
                to: rule, accounts: accounts, zones: zones, windows: windows, from: from, expires: expires,
                reason: reason, approvedBy: approvedBy)
        }
    }
}
