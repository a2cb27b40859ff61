public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

/// What becomes of a draft: another person approves it, and it is taken into use, now or at a time.
extension PolicyChange {
    /// The farthest time for which an approved draft may wait.
    public static let longestWait = Duration.seconds(366 * 86400)

    /// - Parameter seen: the seal that the approver was shown: what was edited or examined anew meanwhile is not approved.
    public func approve(_ id: String, seen: SHA256Digest, _ order: Order) async throws(AdministrationProblem)
        -> PolicyDraft
    {
        try requireStore()
        let draft = try await requireDraft(id)
        let current = try await current()
        guard draft.content.base == current.number else {
            throw .policy(.outdated(base: draft.content.base, current: current.number))
        }
        let seal = PolicySeal.of(draft.content, over: current)
        guard seal == seen else { throw .policy(.changedSinceSeen) }
        guard !Self.hands(in: draft, over: current).contains(where: { $0.isSamePerson(as: order.hand) }) else {
            throw .policy(.ownDraft)
        }
        let examination = try await requireSound(draft)
        try requireSecurityAdministrator(order.hand.account, for: examination.lowered)
        let now = core.now()
        let approval = PolicyDraft.Approval(
            by: order.hand, at: now, until: now + rules.approvalLife, reason: order.mandate.reason.description,
            seal: seal)
        let details = [
            "seal": seal.hex, "approver": order.hand.account.text, "due": RFC3339.string(approval.until),
        ]
        try await carryOut(.approved, draft, order.mandate, details) { () async throws in
            guard try await store.approveDraft(id, saying: draft.content, approval) else {
                throw AdministrationProblem.policy(.changedSinceSeen)
            }
        }
        return try await requireDraft(id)
    }

    /// Who does not approve it: whoever wrote in it; and whoever put alone in force what it builds on, until another ratified that.
    public static func hands(in draft: PolicyDraft, over current: PolicyVersion) -> [PolicyHand] {
        draft.hands + (current.isUnratified ? [current.emergency?.by].compactMap(\.self) : [])
    }

    /// Whoever approved it still stands behind it when it comes into force: what a person may not say any more, they have not said.
    private func requireStanding(_ approver: AccountName, lowering lowered: [String]) throws(AdministrationProblem) {
        let directory = core.directory.value
        guard let account = directory.accounts[approver], account.state == .active,
            !directory.isLocked(account, at: core.now()), !account.roles.isDisjoint(with: OfficialRole.policyApprovers)
        else { throw .policy(.approverGone(approver)) }
        try requireSecurityAdministrator(approver, for: lowered)
    }

    /// Sound when it was written, and still: whom it would shut out may have changed since.
    @discardableResult
    func requireSound(_ draft: PolicyDraft) async throws(AdministrationProblem) -> PolicyExamination {
        let now = try await examine(try await bundle(draft.content.bundle), author: draft.author)
        guard draft.content.examination.isSound, now.isSound else {
            throw .policy(
                .unsound(now.isSound ? ["it was unsound when it was written: propose it again"] : now.obstacles))
        }
        return now
    }

    /// Compliance profile nct-2025-04, T34: a lower grade takes the security officer's word.
    func requireSecurityAdministrator(_ name: AccountName, for lowered: [String]) throws(AdministrationProblem) {
        guard mayApprove(lowered: lowered, name) else { throw .policy(.securityAdministratorNeeded(lowered)) }
    }

    /// Whether that person's word is enough for what lowers these grades.
    public func mayApprove(lowered: [String], _ name: AccountName) -> Bool {
        let roles = core.directory.value.accounts[name]?.roles ?? []
        return lowered.isEmpty || roles.contains(OfficialRole.securityAdministrator)
    }

    public func reject(_ id: String, _ order: Order) async throws(AdministrationProblem) -> PolicyDraft {
        try await close(id, .rejected, .rejected, order)
    }

    /// By its author, or whoever else may write one.
    public func drop(_ id: String, _ order: Order) async throws(AdministrationProblem) -> PolicyDraft {
        try await close(id, .dropped, .dropped, order)
    }

    private func close(_ id: String, _ kind: PolicyDraft.Closing.Kind, _ step: PolicyStep, _ order: Order)
        async throws(AdministrationProblem) -> PolicyDraft
    {
        let draft = try await requireDraft(id)
        try await carryOut(step, draft, order.mandate) { () async throws in
            let closing = PolicyDraft.Closing(
                kind, by: order.hand.account, at: core.now(), reason: order.mandate.reason.description)
            guard try await store.closeDraft(id, closing) else { throw AdministrationProblem.notFound(.policyDraft) }
        }
        await tendTrial(after: order)
        return try await requireDraft(id)
    }

    // MARK: Into use

    /// Has the node take an approved draft into use by itself at a time.
    ///
    /// - Parameter seen: the seal of the approval that was looked at; `nil`: whatever it is.
    public func schedule(_ id: String, at due: UnixTime, seen: SHA256Digest? = nil, _ order: Order)
        async throws(AdministrationProblem) -> PolicyDraft
    {
        try requireStore()
        let now = core.now()
        guard due > now, due < now + Self.longestWait else { throw .policy(.badTime) }
        let (draft, approval) = try await requireApproved(id, under: seen)
        guard due < approval.until else { throw .policy(.badTime) }
        try await carryOut(.scheduled, draft, order.mandate, ["due": RFC3339.string(due)]) { () async throws in
            guard try await store.scheduleDraft(id, under: approval.seal, due: due) else {
                throw AdministrationProblem.policy(.notApproved)
            }
        }
        return try await requireDraft(id)
    }

    /// Takes an approved draft into use now.
    ///
    /// - Parameter seen: the seal of the approval that was looked at; `nil`: whatever it is.
    public func activate(_ id: String, seen: SHA256Digest? = nil, _ order: Order) async throws(AdministrationProblem)
        -> PolicyVersion
    {
        try requireStore()
        let (draft, approval) = try await requireApproved(id, under: seen)
        let version = try await activate(draft, approval, order.mandate)
        await tendTrial(after: order)
        return version
    }

    func activate(_ draft: PolicyDraft, _ approval: PolicyDraft.Approval, _ mandate: Mandate)
        async throws(AdministrationProblem) -> PolicyVersion
    {
        guard core.now() < approval.until else { throw .policy(.approvalOver(since: approval.until)) }
        let examination = try await requireSound(draft)
        try requireStanding(approval.by.account, lowering: examination.lowered)
        let bundle = try await bundle(draft.content.bundle)
        let cause: PolicyVersion.Cause =
            switch draft.purpose {
            case .change: .change
            case .rollback: .rollback
            }
        return try await putInForce(bundle, mandate, severity: .high) { prepared, now in
            PolicyVersion(
                number: draft.content.base + 1, bundle: draft.content.bundle, policy: prepared.snapshot.sha256,
                cause: cause, author: draft.author, writers: draft.writers, approver: approval.by.account,
                reason: draft.content.reason, at: now, draft: draft.id)
        } keeping: { version throws(StoreError) in
            try await store.activate(version, from: draft.id, under: approval.seal)
        }
    }

    /// What is done under the approval later holds only as long as its seal does.
    private func requireApproved(_ id: String, under seen: SHA256Digest?) async throws(AdministrationProblem) -> (
        PolicyDraft, PolicyDraft.Approval
    ) {
        let draft = try await requireDraft(id)
        switch draft.state {
        case .approved(let approval):
            guard seen == nil || seen == approval.seal else { throw .policy(.changedSinceSeen) }
            return (draft, approval)
        case .open:
            let current = try await current()
            guard draft.content.base == current.number else {
                throw .policy(.outdated(base: draft.content.base, current: current.number))
            }
            throw .policy(.notApproved)
        case .closed, .activated: throw .notFound(.policyDraft)
        }
    }

    /// The one way by which a policy comes into force here: made ready, recorded, kept, swapped in.
    ///
    /// - Parameter keep: one conditional statement; `false`: somebody else was faster.
    func putInForce(
        _ bundle: PolicyBundle, _ mandate: Mandate, severity: SecurityWarning.Severity,
        as version: @Sendable (PreparedPolicy, UnixTime) -> PolicyVersion,
        keeping keep: @Sendable (PolicyVersion) async throws(StoreError) -> Bool
    ) async throws(AdministrationProblem) -> PolicyVersion {
        let prepared = try await prepare(bundle)
        let new = version(prepared, core.now())
        let before = core.policy.value.sha256
        return try await administration.carryOut(
            .policyChanged, mandate, details: new.details(after: before), severity: severity, over: .node
        ) { _ in
            guard try await keep(new) else { throw AdministrationProblem.policy(.busy) }
            await prepared.take(new)
            return new
        }
    }

    func carryOut(
        _ step: PolicyStep, _ draft: PolicyDraft, _ mandate: Mandate, _ more: [String: String] = [:],
        _ change: @Sendable () async throws -> Void
    ) async throws(AdministrationProblem) {
        let details = [
            "step": step.rawValue, "draft": draft.id, "bundle": draft.content.bundle.hex, "author": draft.author.text,
        ]
        try await administration.carryOut(
            .policyDraft, mandate, details: details.merging(more) { $1 }, severity: .medium, over: .node
        ) { _ in try await change() }
    }
}

extension PolicyVersion {
    /// For the record of its coming into force.
    func details(after before: SHA256Digest?) -> [String: String] {
        var details = [
            "after": policy.hex, "bundle": bundle.hex, "version": String(number),
            "cause": cause.rawValue, "author": author.text,
        ]
        if writers.count > 1 { details["writers"] = writers.map(\.text).joined(separator: " ") }
        details["before"] = before?.hex
        details["approver"] = approver?.text ?? signing?.signers.joined(separator: "; ")
        details["serial"] = signing.map { String($0.serial) }
        details["draft"] = draft
        details["until"] = emergency.map { RFC3339.string($0.until) }
        return details
    }
}

extension PolicyDraft {
    /// Everybody who wrote in it, each once, the author first.
    var writers: [AccountName] {
        hands.map(\.account).reduce(into: [author]) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }
}

extension PolicyHand {
    /// Two hands are two people only if both account and certificate differ.
    func isSamePerson(as other: PolicyHand) -> Bool { account == other.account || key == other.key }
}
