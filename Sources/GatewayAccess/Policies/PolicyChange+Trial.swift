public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
public import GatewayStore

/// A draft on trial: asked about every request for some days, so that records say what it would have answered beside what was done.
/// It decides nothing, so one person puts it there.
extension PolicyChange {
    /// How long a trial lasts where nothing is said, and at most.
    public static let usualTrial = Duration.seconds(7 * 86400)
    public static let longestTrialDays = 31

    /// How long a trial is to last.
    public enum TrialLength: Hashable, Sendable {
        case usual
        case days(Int)
        /// Exclusive.
        case until(UnixTime)
    }

    /// What is on trial at this node now.
    public var onTrial: PolicyTrial? { rehearsal.trial }

    /// Whether it is this draft, as it is now.
    public func trial(of draft: PolicyDraft) -> PolicyTrial? {
        onTrial.flatMap { $0.draft == draft.id && $0.bundle == draft.content.bundle ? $0 : nil }
    }

    /// - Parameter seen: the digest of the files that were looked at; `nil`: whatever the draft says now.
    /// - Throws: `.policy(.trialRuns)` while another is on trial.
    public func tryOut(_ id: String, for length: TrialLength = .usual, seen: SHA256Digest? = nil, _ order: Order)
        async throws(AdministrationProblem) -> PolicyDraft
    {
        try requireStore()
        let now = core.now()
        let end = try Self.end(of: length, from: now)
        let draft = try await requireDraft(id)
        guard draft.isUnderWay else { throw .notFound(.policyDraft) }
        guard seen == nil || seen == draft.content.bundle else { throw .policy(.changedSinceSeen) }
        let current = try await current()
        guard draft.content.base == current.number else {
            throw .policy(.outdated(base: draft.content.base, current: current.number))
        }
        try await requireSound(draft)
        let policy = try await compile(draft.content.bundle)
        let trial = PolicyTrial(
            draft: id, bundle: draft.content.bundle, policy: policy.sha256, base: current.number,
            startedBy: order.hand.account, reason: order.mandate.reason.description, startedAt: now, until: end)
        try await core.changes.run { () async throws(AdministrationProblem) in
            if let other = try await keptTrial() { throw .policy(.trialRuns(draft: other.draft)) }
            try await record(.trialStarted, trial, of: draft, order.mandate) {
                guard try await store.startTrial(trial) else { throw AdministrationProblem.policy(.busy) }
                await begin(trial, policy)
            }
        }
        return draft
    }

    public func endTrial(of id: String, _ order: Order) async throws(AdministrationProblem) -> PolicyDraft {
        try requireStore()
        let draft = try await requireDraft(id)
        guard let trial = try await keptTrial(), trial.draft == id else { throw .policy(.notOnTrial) }
        try await end(trial, of: draft, order.mandate)
        return draft
    }

    /// The configuration is read anew: so is what is on trial, with the next round of `settle`. Where that fails the trial is over, and
    /// nothing else.
    public func readTrialAnew() { rehearsal.growStale() }

    private static func end(of length: TrialLength, from now: UnixTime) throws(AdministrationProblem) -> UnixTime {
        let last = now + .seconds(86400 * Int64(longestTrialDays))
        let end: UnixTime
        switch length {
        case .usual: return now + usualTrial
        // Whatever is no number of days here is no time either.
        case .days(let days): end = now + .seconds(86400 * Int64(max(0, min(days, longestTrialDays + 1))))
        case .until(let time): end = time
        }
        guard end > now, end <= last else { throw .policy(.trialTime(days: longestTrialDays)) }
        return end
    }

    // MARK: What becomes of it

    /// Ends what is over, and goes on with what another run of the node began.
    func tendTrial(at now: UnixTime, _ requestID: RequestID) async throws(AdministrationProblem) {
        guard let trial = try await keptTrial() else {
            if rehearsal.trial != nil { await cease() }
            return
        }
        let draft = try await requireDraft(trial.draft)
        if let why = try await reasonToEnd(trial, draft, at: now) {
            return try await end(trial, of: draft, .ofGateway(why, requestID))
        }
        guard !rehearsal.isUp(trial) else { return }
        do throws(AdministrationProblem) {
            try await goOn(with: trial)
        } catch .failed(let failure) {
            // The store did not answer: the next round tries it.
            throw .failed(failure)
        } catch {
            try await end(trial, of: draft, .ofGateway("it cannot be read here any more", requestID))
        }
    }

    /// After a step that may have ended it. What fails here is done by the next round of `settle`, seconds later.
    func tendTrial(after order: Order) async {
        guard rehearsal.trial != nil else { return }
        do throws(AdministrationProblem) {
            try await tendTrial(at: core.now(), order.mandate.requestID)
        } catch {
            return
        }
    }

    private func reasonToEnd(_ trial: PolicyTrial, _ draft: PolicyDraft, at now: UnixTime)
        async throws(AdministrationProblem) -> StaticString?
    {
        switch draft.state {
        case .open, .approved: break
        case .closed: return "the draft was rejected or dropped"
        case .activated: return "the draft came into force"
        }
        if draft.content.bundle != trial.bundle { return "the draft was edited" }
        if try await current().number != trial.base { return "another version came into force" }
        return now < trial.until ? nil : "the time of its trial is over"
    }

    private func goOn(with trial: PolicyTrial) async throws(AdministrationProblem) {
        let policy = try await compile(trial.bundle)
        // Records would name what nobody put on trial.
        guard policy.sha256 == trial.policy else { throw .policy(.changedSinceSeen) }
        try await core.changes.run { () async throws(AdministrationProblem) in
            guard try await keptTrial() == trial else { return }
            await begin(trial, policy)
        }
    }

    private func end(_ trial: PolicyTrial, of draft: PolicyDraft, _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        try await core.changes.run { () async throws(AdministrationProblem) in
            // Somebody else was faster.
            guard try await keptTrial() == trial else { return }
            try await record(.trialEnded, trial, of: draft, mandate) {
                _ = try await store.endTrial(trial)
                await cease()
            }
        }
    }

    // MARK: Parts

    private func begin(_ trial: PolicyTrial, _ policy: PolicySnapshot) async {
        await workshop.putOnTrial(policy)
        rehearsal.become(trial)
    }

    private func cease() async {
        await workshop.putOnTrial(nil)
        rehearsal.become(nil)
    }

    private func keptTrial() async throws(AdministrationProblem) -> PolicyTrial? {
        try await reading { () throws(StoreError) in try await store.policyTrial() }
    }

    private func compile(_ digest: SHA256Digest) async throws(AdministrationProblem) -> PolicySnapshot {
        let bundle = try await bundle(digest)
        do throws(PolicyUnfit) {
            return try await workshop.compile(bundle)
        } catch {
            throw .policy(.unsound(error.lines))
        }
    }

    /// For whoever has the turn among changes.
    private func record(
        _ step: PolicyStep, _ trial: PolicyTrial, of draft: PolicyDraft, _ mandate: Mandate,
        _ change: @Sendable () async throws -> Void
    ) async throws(AdministrationProblem) {
        let details = [
            "step": step.rawValue, "draft": trial.draft, "bundle": trial.bundle.hex, "author": draft.author.text,
            "trial": trial.policy.hex, "due": RFC3339.string(trial.until),
        ]
        try await administration.carryOutInTurn(.policyDraft, mandate, details: details) { _ in try await change() }
    }
}

extension PolicyDraft {
    /// It may still come into force.
    public var isUnderWay: Bool {
        switch state {
        case .open, .approved: true
        case .closed, .activated: false
        }
    }
}
