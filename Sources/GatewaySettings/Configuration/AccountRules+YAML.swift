import GatewayLimits

extension YAMLCursor {
    /// The section `people`.
    func accountRules() -> AccountRules? {
        let keys = [
            "approval", "request_life", "unused", "unused_external", "review", "review_external", "overdue",
            "provisioning", "factor_reset_wait", "grant_life",
        ]
        guard let entry = mapping("people", keys: keys) else { return nil }
        var rules = AccountRules()
        if let approval = entry.optional("approval")?.choice(AccountRules.Approval.self) { rules.approval = approval }
        if let life = entry.optional("request_life")?.duration(upTo: .days(90)) { rules.requestLife = life }
        // More than six months unused is a defect by ISMS-P 2.5.6.
        if let time = entry.optional("unused")?.duration(upTo: .days(180)) { rules.unused = time }
        if let time = entry.optional("unused_external")?.duration(upTo: .days(90)) { rules.unusedExternal = time }
        if let time = entry.optional("review")?.duration(upTo: .days(184)) { rules.review = time }
        if let time = entry.optional("review_external")?.duration(upTo: .days(92)) { rules.reviewExternal = time }
        if let choice = entry.optional("overdue")?.choice(AccountRules.WhenOverdue.self) { rules.whenOverdue = choice }
        if let choice = entry.optional("provisioning")?.choice(AccountRules.Provisioning.self) {
            rules.provisioning = choice
        }
        if let wait = entry.optional("factor_reset_wait")?.duration(from: .seconds(3600), upTo: .days(14)) {
            rules.factorResetWait = wait
        }
        if let life = entry.optional("grant_life")?.duration(upTo: .days(366)) { rules.grantLife = life }
        return rules
    }
}
