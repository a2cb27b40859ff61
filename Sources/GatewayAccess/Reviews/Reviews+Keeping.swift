public import GatewayIdentity
internal import GatewayPolicy
public import GatewayReview
internal import GatewayStore

extension Reviews {
    /// Keeps a right that nobody uses, for a reason and for a time: as long as the policy lets an exception last.
    public func keep(_ right: String, until: UnixTime, _ mandate: Mandate) async throws(AdministrationProblem)
        -> KeptRight
    {
        let longest = core.policy.value.definition.defaults.longestException
        let now = core.now()
        guard until > now else { throw .emptyPeriod }
        guard until <= now + longest else { throw .review(.keptTooLong(longest.wholeSeconds / 86400)) }
        guard UnusedRight.isName(right), names(right) else { throw .review(.noRight(right)) }
        let details = ["right": right, "until": RFC3339.string(until)]
        return try await administration.carryOut(.rightKept, mandate, details: details) { at in
            let kept = KeptRight(
                right: right, reason: mandate.reason.description, by: mandate.actor.storedName, at: at, until: until)
            try await store.keep(kept)
            return kept
        }
    }

    public func endKeeping(_ right: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await administration.carryOut(.rightNotKept, mandate, details: ["right": right]) { at in
            try await store.endKeeping(right, at: at)
        }
    }

    /// Whether there is such a rule or such a person; what stands behind them is looked at when it is used.
    private func names(_ right: String) -> Bool {
        let head = right.split(separator: "/", maxSplits: 1)[0]
        if head.hasPrefix("rule:") {
            let id = head.dropFirst("rule:".count)
            return core.policy.value.definition.rules.contains { $0.id.text == id }
        }
        return core.directory.value.accounts[AccountName(stored: String(head.dropFirst("person:".count)))] != nil
    }
}
