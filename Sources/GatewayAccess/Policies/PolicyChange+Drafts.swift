internal import GatewayCrypto
public import GatewayIdentity
public import GatewayStore

/// Writing what is to be the next policy. A draft may be wrong: then it cannot be approved, and says why.
extension PolicyChange {
    /// - Parameter seen: the digest of the files in force that the author had before them; `nil`: whatever is in force.
    public func propose(_ bundle: PolicyBundle, over seen: SHA256Digest? = nil, _ order: Order)
        async throws(AdministrationProblem) -> PolicyDraft
    {
        try await insert(bundle, for: .change, over: seen, order)
    }

    /// The files of an older version, as a draft like any other.
    public func rollBack(to number: Int, _ order: Order) async throws(AdministrationProblem) -> PolicyDraft {
        try await insert(bundle(requireVersion(number).bundle), for: .rollback(to: number), over: nil, order)
    }

    /// Replaces what a draft says, over the version that is in force now. An approval is void with it.
    ///
    /// - Parameter seen: the digest of the files that the author had before them; `nil`: whatever it says now.
    public func edit(_ id: String, to bundle: PolicyBundle, seen: SHA256Digest?, _ order: Order)
        async throws(AdministrationProblem) -> PolicyDraft
    {
        try requireStore()
        let draft = try await requireDraft(id)
        let replaced = seen ?? draft.content.bundle
        let content = try await content(bundle, over: nil, order)
        try await carryOut(.edited, id, content, order) { () async throws in
            let edited = try await store.editDraft(
                id, to: content, holding: bundle, by: order.hand, replacing: replaced)
            guard edited else { throw AdministrationProblem.policy(.changedSinceSeen) }
        }
        await tendTrial(after: order)
        return try await requireDraft(id)
    }

    private func insert(
        _ bundle: PolicyBundle, for purpose: PolicyDraft.Purpose, over seen: SHA256Digest?, _ order: Order
    ) async throws(AdministrationProblem) -> PolicyDraft {
        try requireStore()
        let id: String
        do { id = try core.identifier() } catch { throw .failed(AccessFailure(wrapping: error)) }
        let content = try await content(bundle, over: seen, order)
        let draft = PolicyDraft(
            id: id, purpose: purpose, author: order.hand.account, createdAt: content.editedAt, content: content,
            hands: [order.hand])
        try await carryOut(.proposed, id, content, order) { () async throws in
            try await store.insert(draft, holding: bundle)
        }
        return draft
    }

    private func content(_ bundle: PolicyBundle, over seen: SHA256Digest?, _ order: Order)
        async throws(AdministrationProblem) -> PolicyDraft.Content
    {
        let current = try await current()
        guard seen == nil || seen == current.bundle else { throw .policy(.changedSinceSeen) }
        let digest = SHA256.digest(of: bundle.canonicalBytes)
        guard digest != current.bundle else { throw .policy(.unchanged) }
        return PolicyDraft.Content(
            bundle: digest, base: current.number, reason: order.mandate.reason.description, editedAt: core.now(),
            examination: try await storedExamination(of: bundle, author: order.hand.account))
    }

    func storedExamination(of bundle: PolicyBundle, author: AccountName) async throws(AdministrationProblem)
        -> StoredExamination
    {
        let examination = try await examine(bundle, author: author, replaying: true)
        do { return try examination.stored() } catch { throw .failed(AccessFailure(wrapping: error)) }
    }

    private func carryOut(
        _ step: PolicyStep, _ id: String, _ content: PolicyDraft.Content, _ order: Order,
        _ change: @Sendable () async throws -> Void
    ) async throws(AdministrationProblem) {
        let details = [
            "step": step.rawValue, "draft": id, "bundle": content.bundle.hex, "author": order.hand.account.text,
            "sound": String(content.examination.isSound),
        ]
        try await administration.carryOut(.policyDraft, order.mandate, details: details, over: .node) { _ in
            try await change()
        }
    }
}

/// What became of a draft, as its record spells it.
enum PolicyStep: String {
    case proposed, edited, dropped, approved, rejected, scheduled, overtaken, ratified, suspended, forgotten
    case trialStarted = "trial_started"
    case trialEnded = "trial_ended"
}
