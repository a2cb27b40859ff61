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

    private struct Kept {
        let standing: Standing
        let inputs: DecisionInputs
        let policy: PolicySnapshot
        let session: LiveSession?
        let console: ConsoleID
    }

    init(node: GateNode) { self.node = node }

    /// The person, the locks or the trust changed.
    func forget() { kept = nil }

    /// What the policy was told when it answered last, for the record; `nil` before the first answer.
    var inputs: DecisionInputs? { kept?.inputs }

    /// - Throws: for a path that could be read in two ways.
    func decision(
        on view: RequestView, for client: VerifiedClient, in finding: SessionFinding, at route: ConsoleRoute,
        by policy: PolicySnapshot,
        from source: NetworkAddress, at now: UnixTime
    ) throws(CanonicalPath.Problem) -> Decision {
        let standing = standing(of: client, in: finding.live, at: route, by: policy, from: source, at: now)
        return try standing.decide(view.method, rawPath: view.path)
    }

    private func standing(
        of client: VerifiedClient, in session: LiveSession?, at route: ConsoleRoute, by policy: PolicySnapshot,
        from source: NetworkAddress, at now: UnixTime
    ) -> Standing {
        if let kept, kept.policy === policy, kept.session === session, kept.console == route.console,
            kept.standing.isCurrent(at: now)
        {
            return kept.standing
        }
        let subject = node.access.subject(of: client.account, at: now)
        let circumstances = node.access.circumstances(
            of: client.account, certificate: client.certificate, session: session, source: source, at: now)
        let standing = policy.standing(of: subject, on: route.console, in: circumstances)
        kept = Kept(
            standing: standing,
            inputs: DecisionInputs(
                of: subject, on: route.console, in: circumstances, certificate: client.certificate, session: session),
            policy: policy, session: session, console: route.console)
        return standing
    }
}
