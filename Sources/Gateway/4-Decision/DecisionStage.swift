internal import GatewayAccess
internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayPolicy

/// Stage 4: the policy's answer to one request.
///
/// The standing towards the console asked last is kept until its time is out, the policy changes or the session does; deciding by it is a walk over a
/// few rules.
final class DecisionStage {
    private let node: GateNode
    private var kept: Kept?
    /// The same for answers that count as more than their console.
    private var keptRaised: Kept?
    private var lastWasRaised = false
    private var trial: TrialAnswer?

    private struct Kept {
        let standing: Standing
        /// By the draft on trial, or by the policy with its rules on trial in force; `nil` where there are none.
        let onTrial: Standing?
        let draft: PolicySnapshot?
        let inputs: DecisionInputs
        let subject: Subject
        let circumstances: Circumstances
        let policy: PolicySnapshot
        let session: LiveSession?
        let console: ConsoleID
    }

    init(node: GateNode) { self.node = node }

    /// The person, the locks or the trust changed.
    func forget() {
        kept = nil
        keptRaised = nil
    }

    private var last: Kept? { lastWasRaised ? keptRaised : kept }

    /// What the policy was told when it answered last, for the record; `nil` before the first answer.
    var inputs: DecisionInputs? {
        guard var inputs = last?.inputs else { return nil }
        inputs.trial = trial
        return inputs
    }

    var basis: DecisionBasis { inputs.map(DecisionBasis.whole) ?? .none }

    /// What was answered last, to be asked again.
    func appeal(on view: RequestView) -> Appeal? {
        guard let last else { return nil }
        return Appeal(
            question: Question(
                subject: last.subject, console: last.console, circumstances: last.circumstances, method: view.method,
                path: String(decoding: view.path, as: UTF8.self)), policy: last.policy)
    }

    /// - Parameters:
    ///   - draft: a policy on trial. It is the next one: while there is one, rules on trial of the policy in force are not asked.
    ///   - label: what the answer says that it counts as; `nil`: there is none yet.
    /// - Throws: for a path that could be read in two ways.
    func decision(
        on view: RequestView, for client: VerifiedClient, in finding: SessionFinding, at route: ConsoleRoute,
        by policy: PolicySnapshot, beside draft: PolicySnapshot?,
        from source: NetworkAddress, labelled label: Grade? = nil, at now: UnixTime
    ) throws(CanonicalPath.Problem) -> Decision {
        let standing = standing(
            of: client, in: finding.live, at: route, by: policy, beside: draft, from: source, labelled: label, at: now)
        let decision = try standing.decide(view.method, rawPath: view.path)
        trial = nil
        if let onTrial = last?.onTrial {
            // Which paths can be read depends on no policy: what could be decided can be tried.
            trial = TrialAnswer(
                try onTrial.decide(view.method, rawPath: view.path), by: (draft ?? policy).sha256, in: finding, at: now)
        }
        return decision
    }

    private func standing(
        of client: VerifiedClient, in session: LiveSession?, at route: ConsoleRoute, by policy: PolicySnapshot,
        beside draft: PolicySnapshot?, from source: NetworkAddress, labelled label: Grade?, at now: UnixTime
    ) -> Standing {
        lastWasRaised = label != nil
        if let kept = last, kept.policy === policy, kept.draft === draft, kept.session === session,
            kept.console == route.console, kept.circumstances.label == label,
            kept.standing.isCurrent(at: now), kept.onTrial?.isCurrent(at: now) ?? true
        {
            return kept.standing
        }
        let subject = node.access.subject(of: client.account, at: now)
        var circumstances = node.access.circumstances(
            of: client.account, certificate: client.certificate, evidence: client.evidence, session: session,
            source: source, at: now)
        circumstances.label = label
        let standing = policy.standing(of: subject, on: route.console, in: circumstances)
        let made = Kept(
            standing: standing,
            onTrial: (draft ?? policy.onTrial)?.standing(of: subject, on: route.console, in: circumstances),
            draft: draft,
            inputs: DecisionInputs(
                of: subject, on: route.console, in: circumstances, certificate: client.certificate, session: session),
            subject: subject, circumstances: circumstances, policy: policy, session: session, console: route.console)
        if label == nil { kept = made } else { keptRaised = made }
        return standing
    }
}
