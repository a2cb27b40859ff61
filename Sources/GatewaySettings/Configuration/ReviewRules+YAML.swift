import GatewayIdentity
import GatewayReview

extension YAMLCursor {
    /// The section `reviews`: how often, until when, by whom.
    func reviewRules() -> ReviewRules? {
        let kinds = ReviewKind.regular.map(\.rawValue)
        guard let entry = mapping("reviews", keys: kinds + ["due_days"]) else { return nil }
        var rules = ReviewRules()
        for kind in ReviewKind.regular {
            guard let cursor = entry.optional(kind.rawValue) else { continue }
            guard let review = cursor.mapping("a review", keys: ["every", "owner"]) else { return nil }
            if let every = review.optional("every") {
                guard let interval = every.interval(of: kind) else { return nil }
                rules.intervals[kind] = interval
            }
            if let owner = review.optional("owner") {
                guard let named = owner.reviewOwner(of: kind) else { return nil }
                rules.owners[kind] = named
            }
        }
        if let days = entry.optional("due_days") {
            guard let number = days.integer(1...ReviewRules.mostDueDays) else { return nil }
            rules.dueDays = number
        }
        return rules
    }

    /// More often than the profile says, never more seldom.
    private func interval(of kind: ReviewKind) -> ReviewInterval? {
        guard let interval = choice(ReviewInterval.self), let slowest = kind.slowest else { return nil }
        guard interval <= slowest else {
            report(
                .badValue(
                    interval.rawValue,
                    expected: "at least every \(slowest.rawValue) (compliance profile nct-2025-04, 2.9)"))
            return nil
        }
        return interval
    }

    /// `role:auditor`, `account:kim-7f3a`.
    private func reviewOwner(of kind: ReviewKind) -> ReviewRules.Owner? {
        let signers = kind.signers.sorted().map(\.text)
        let owner = parsed("'role:' or 'account:' and a name") { text -> ReviewRules.Owner? in
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "role": return .role(RoleName(parts[1]))
            case "account":
                do throws(AccountName.Problem) { return .account(try AccountName(parts[1])) } catch { return nil }
            case _: return nil
            }
        }
        if case .role(let role)? = owner, !kind.signers.contains(role) {
            report(
                .badValue(
                    "role:\(role.text)",
                    expected: "a role that may sign this review: \(signers.joined(separator: ", "))"))
            return nil
        }
        return owner
    }
}
