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
    private var trial: TrialAnswer?

    private struct Kept {
        let standing: Standing
        /// By the policy with its rules on trial in force; `nil` where there are none.
        let onTrial: Standing?
        let inputs: DecisionInputs
        let subject: Subject
        let circumstances: Circumstances
        let policy: PolicySnapshot
        let session: LiveSession?
        let console: ConsoleID
    }

    init(node: GateNode) { self.node = node }

    /// The person, the locks or the trust changed.
    func forget() { kept = nil }

    /// What the policy was told when it answered last, for the record; `nil` before the first answer.
    var inputs: DecisionInputs? {
        guard var inputs = kept?.inputs else { return nil }
        inputs.trial = trial
        return inputs
    }

    /// What was answered last, to be asked again.
    func appeal(on view: RequestView) -> Appeal? {
        guard let kept else { return nil }
        return Appeal(
            question: Question(
                subject: kept.subject, console: kept.console, circumstances: kept.circumstances, method: view.method,
                path: String(decoding: view.path, as: UTF8.self)), policy: kept.policy)
    }

    /// - Throws: for a path that could be read in two ways.
    func decision(
        on view: RequestView, for client: VerifiedClient, in finding: SessionFinding, at route: ConsoleRoute,
        by policy: PolicySnapshot,
        from source: NetworkAddress, at now: UnixTime
    ) throws(CanonicalPath.Problem) -> Decision {
        let standing = standing(of: client, in: finding.live, at: route, by: policy, from: source, at: now)
        let decision = try standing.decide(view.method, rawPath: view.path)
        trial = nil
        if let onTrial = kept?.onTrial {
            trial = TrialAnswer(try onTrial.decide(view.method, rawPath: view.path), by: policy)
        }
        return decision
    }

    private func standing(
        of client: VerifiedClient, in session: LiveSession?, at route: ConsoleRoute, by policy: PolicySnapshot,
        from source: NetworkAddress, at now: UnixTime
    ) -> Standing {
        if let kept, kept.policy === policy, kept.session === session, kept.console == route.console,
            kept.standing.isCurrent(at: now), kept.onTrial?.isCurrent(at: now) ?? true
        {
            return kept.standing
        }
        let subject = node.access.subject(of: client.account, at: now)
        let circumstances = node.access.circumstances(
            of: client.account, certificate: client.certificate, evidence: client.evidence, session: session,
            source: source, at: now)
        let standing = policy.standing(of: subject, on: route.console, in: circumstances)
        kept = Kept(
            standing: standing,
            onTrial: policy.onTrial?.standing(of: subject, on: route.console, in: circumstances),
            inputs: DecisionInputs(
                of: subject, on: route.console, in: circumstances, certificate: client.certificate, session: session),
            subject: subject, circumstances: circumstances, policy: policy, session: session, console: route.console)
        return standing
    }
}
