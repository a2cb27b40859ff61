internal import GatewayAccess
internal import GatewayAudit
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy
internal import GatewayStore
internal import NIOCore

/// The way of a request, read this first: the stages 3 to 6 called in order, for a connection that stages 1 and 2 let in.
///
/// One per connection. It keeps what was concluded for the request before (session, standing towards the console), so that the next request of a
/// logged-in person costs a comparison each, no lock, no allocation, no waiting.
final class RequestFlow {
    let node: GateNode
    let peer: Peer
    private let sessions: SessionStage
    private let decisions: DecisionStage
    private let listener: ListenerRole
    private let pressure: LoopPressure
    /// As of the last request; renewed when the node's version moves.
    private(set) var routes: RouteTable
    /// A draft that is asked as well; it decides nothing.
    private var trial: PolicySnapshot?
    private var routesVersion: UInt64
    private var site: RouteTable.Site?
    /// Counts the standings and the sets of routes that there have been. Of the exchanges that share a connection, each is judged again when it has
    /// grown, whichever of them noticed.
    private var judgement: UInt64 = 0
    /// The security officer knows of this connection's certificate.
    private var hasReported = false

    init(node: GateNode, listener: ListenerRole, peer: Peer, pressure: LoopPressure) {
        self.node = node
        self.listener = listener
        self.peer = peer
        self.pressure = pressure
        sessions = SessionStage(node: node)
        decisions = DecisionStage(node: node)
        // The version first: a table swapped in between is then renewed once too often, never missed.
        routesVersion = node.routesVersion
        routes = node.routes
        trial = node.trial
        site = peer.serverName.flatMap { [routes] in routes.site(at: $0, on: listener) }
    }

    /// What becomes of a request. `view` borrows the bytes of its head.
    func verdict(on view: RequestView, request: RequestID, at now: UnixTime) -> Verdict {
        // 2 Handshake, looked at again: life of the certificate, its binding, its owner.
        let standing = standing(at: now, for: request)
        renewRoutes()

        if case .problem(.sourceLocked, _) = standing { return .refuse(.init(.sourceLocked), nil) }

        // The name asked for is the name that was greeted (RFC 9110 § 7.4).
        guard let serverName = peer.serverName, view.hostIs(serverName) else {
            return .refuse(.init(.hostSNIMismatch), nil)
        }
        guard let site else { return .refuse(.init(.unknownHost), nil) }

        // 3 Session.
        let session: SessionFinding
        if case .verified(let client) = standing {
            session = sessions.session(
                shownIn: view, by: client, host: serverName, from: peer, request: request, at: now)
        } else {
            session = .none
        }
        let visitor = Visitor(standing: standing, session: session, site: site)
        if isShed(view, session) { return .refuse(.init(.overloaded), visitor) }
        if view.isOurs || site.isOursAlone { return .answer(visitor) }
        if view.hidesOurs { return .refuse(.init(.badRequest), visitor) }
        // Somebody else's session was carried here: that it is not needed for this console makes it no better.
        if case .refused(.sessionCertificateMismatch) = session {
            return .refuse(.init(.sessionCertificateMismatch), visitor)
        }

        // 4 Decision.
        guard case .verified(let client) = standing else {
            return .refuse(.init(standing.refusal ?? .noClientCertificate), visitor)
        }
        guard case .console(let route) = site else { return .refuse(.init(.unknownHost), visitor) }
        if view.isWebSocket, !route.acceptsOrigin(view.origin) { return .refuse(.init(.originDenied), visitor) }
        let decision: Decision
        do throws(CanonicalPath.Problem) {
            decision = try decisions.decision(
                on: view, for: client, in: session, at: route, by: routes.policy, beside: trial,
                from: peer.source, at: now)
        } catch {
            return .refuse(.init(.badRequest), visitor)
        }
        switch settled(
            decision, on: view, of: client, in: session, graded: route.grade, request: request, at: now)
        {
        case .refuse(let refusal): return .refuse(refusal, visitor)
        case .permit(let permit, let inputs):
            // What pages do by themselves is no sign that somebody is there.
            if !permit.isBackground { session.live?.touch(at: now) }
            // 6 Forward, once 7 has recorded.
            return .forward(permit, route, visitor, client, inputs)
        }
    }

    /// The answer of the policy, with the limits of the session.
    private func settled(
        _ decision: Decision, on view: RequestView, of client: VerifiedClient, in session: SessionFinding,
        graded grade: Grade, request: RequestID, at now: UnixTime
    ) -> SettledDecision {
        switch decision {
        case .deny(let denial):
            node.access.reportDenial(of: client.account, source: peer.source, requestID: request)
            return .refuse(
                .init(
                    denial.reason, rule: denial.rule, basis: decisions.basis, appeal: decisions.appeal(on: view)))
        case .stepUp where isClosedByClock(grade), .permit where isClosedByClock(grade):
            return .refuse(.init(.clockUnsafe, basis: .limit(decisions.inputs?.trial)))
        case .stepUp(let stepUp):
            // 5 Factor: asked for by the pages, on another road.
            return .refuse(
                .init(
                    session.reasonToAskAgain ?? stepUp.reason, rule: stepUp.rules.first, gaps: stepUp.missing,
                    basis: decisions.basis))
        case .permit(let permit):
            if let reason = session.refusal(for: permit, at: now) {
                return .refuse(.init(reason, rule: permit.rule, basis: .limit(decisions.inputs?.trial)))
            }
            if permit.obligations.monitored,
                let reason = node.access.refusal(unlessWatched: client.account)
            {
                return .refuse(.init(reason, rule: permit.rule, basis: .limit(decisions.inputs?.trial)))
            }
            return .permit(permit, decisions.inputs)
        }
    }
}

extension RequestFlow {
    /// What becomes of the answer to a permitted request that counts as more than its console: the same stages, asked with its label.
    func verdict(onAnswerTo exchange: Exchange, labelled label: Grade, at now: UnixTime) -> SettledDecision {
        let standing = standing(at: now)
        renewRoutes()
        guard case .verified(let client) = standing else {
            return .refuse(.init(standing.refusal ?? .noClientCertificate))
        }
        let session = exchange.visitor.session
        if let reason = session.live?.refusal(at: now, certificate: client.certificate) {
            return .refuse(.init(reason))
        }
        exchange.judgement = judgement
        return asked(by: exchange) { view in
            do throws(CanonicalPath.Problem) {
                let decision = try decisions.decision(
                    on: view, for: client, in: session, at: exchange.route, by: routes.policy, beside: trial,
                    from: peer.source, labelled: label, at: now)
                return settled(
                    decision, on: view, of: client, in: session, graded: max(exchange.route.grade, label),
                    request: exchange.id, at: now)
            } catch {
                return .refuse(.init(.badRequest))
            }
        }
    }
}

extension RequestFlow {
    /// What the certificate is worth now. Whoever is found to be one of ours is known at their source from then on; a
    /// certificate that opens nothing is told of, once a connection.
    func standing(at now: UnixTime, for request: RequestID? = nil) -> ClientStanding {
        let (standing, isNew) = peer.standing(node, at: now)
        if isNew {
            judgeAnew()
            switch standing {
            case .verified: node.acquaintances.note(peer.source, at: now)
            case .problem(let reason, let certificate): report(certificate, reason, of: nil, request)
            case .refused(let reason, let certificate, let account): report(certificate, reason, of: account, request)
            case .none, .unbound: break
            }
        }
        return standing
    }

    private func report(
        _ certificate: ClientCertificate?, _ reason: Reason, of account: Account?, _ request: RequestID?
    ) {
        guard let request, !hasReported else { return }
        hasReported = true
        node.access.reportRefused(
            certificate, because: reason, of: account, source: peer.source, requestID: request)
    }

    /// Times decide about grants, codes and sessions: where it matters most, nobody gets by with a clock that nobody can vouch for.
    private func isClosedByClock(_ grade: Grade) -> Bool { node.isClockDoubted && grade == .classified }

    /// A loop that cannot keep up goes on for those who are in, for administrators, and for probes.
    private func isShed(_ view: RequestView, _ session: SessionFinding) -> Bool {
        pressure.level == .overloaded && session.live == nil && listener == .gate && !view.asksForHealth
    }

    /// Why whoever asked for something that lasts may have no more of it; `nil`: they may.
    func refusal(of visitor: Visitor, at now: UnixTime) -> Reason? {
        guard case .verified(let client) = standing(at: now) else {
            return peer.standing.refusal ?? .noClientCertificate
        }
        return visitor.session.live?.refusal(at: now, certificate: client.certificate)
    }

    /// The session that was shown on this connection last, if it is open.
    var session: LiveSession? { sessions.current }

    /// Where its name leads; `nil`: nowhere.
    var place: RouteTable.Site? { site }

    /// Why a running exchange may not go on, `nil` if it may: the same stages, asked again when something changed or its permit ran out.
    func refusal(of exchange: Exchange, at now: UnixTime) -> Reason? {
        let standing = standing(at: now)
        renewRoutes()
        guard case .verified(let client) = standing else { return standing.refusal }
        if let reason = exchange.visitor.session.live?.refusal(at: now, certificate: client.certificate) {
            return reason
        }
        if isClosedByClock(exchange.label.map { max(exchange.route.grade, $0) } ?? exchange.route.grade) {
            return .clockUnsafe
        }
        if exchange.judgement != judgement || now >= exchange.permit.validUntil {
            exchange.judgement = judgement
            switch decision(on: exchange, for: client, at: now) {
            case .success(.permit(let permit)): exchange.renew(permit)
            case .success(.stepUp(let stepUp)): return stepUp.reason
            case .success(.deny(let denial)): return denial.reason
            case .failure: return .badRequest
            }
        }
        if exchange.permit.obligations.monitored,
            let reason = node.access.refusal(unlessWatched: client.account)
        {
            return reason
        }
        let limits = exchange.permit.limits
        return exchange.visitor.session.live?.refusal(at: now, idle: limits.idle, absolute: limits.absolute)
    }

    /// The policy asked again about a request that runs.
    private func decision(
        on exchange: Exchange, for client: VerifiedClient, at now: UnixTime
    ) -> Result<Decision, CanonicalPath.Problem> {
        asked(by: exchange) { view in
            do throws(CanonicalPath.Problem) {
                return .success(
                    try decisions.decision(
                        on: view, for: client, in: exchange.visitor.session, at: exchange.route, by: routes.policy,
                        beside: trial, from: peer.source, labelled: exchange.label, at: now))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Lends what the policy looks at in a request that is on its way.
    private func asked<Answer>(by exchange: Exchange, _ judge: (RequestView) -> Answer) -> Answer {
        var path = exchange.path
        return path.withUTF8 { bytes in
            judge(
                RequestView(
                    method: exchange.method, host: .empty, path: UnsafeRawBufferPointer(bytes), cookieToken: nil,
                    headerToken: nil, origin: nil,
                    isWebSocket: false))
        }
    }

    /// Every request of a connection is for one name, so the site is looked up once per set of routes.
    private func renewRoutes() {
        let version = node.routesVersion
        guard version != routesVersion else { return }
        routesVersion = version
        routes = node.routes
        trial = node.trial
        site = peer.serverName.flatMap { routes.site(at: $0, on: listener) }
        judgeAnew()
    }

    /// What was concluded may no longer hold: not for the next request, nor for any of those that run.
    private func judgeAnew() {
        decisions.forget()
        judgement &+= 1
    }
}

/// There is no other way for a request to go.
enum Verdict {
    /// One of our own pages.
    case answer(Visitor)
    /// Without a visitor: not even the name asked for is one of ours.
    case refuse(FlowRefusal, Visitor?)
    /// With what the policy was told, for the record.
    case forward(Permit, ConsoleRoute, Visitor, VerifiedClient, DecisionInputs?)
}

/// What the policy and the limits of the session come to together.
enum SettledDecision {
    /// With what the policy was told, for the record.
    case permit(Permit, DecisionInputs?)
    case refuse(FlowRefusal)
}

/// Why not, and by which rule.
struct FlowRefusal {
    let reason: Reason
    let rule: RuleID?
    let gaps: [FactorGap]
    /// What the policy was told; `.none`: it was not asked.
    let basis: DecisionBasis
    /// Where it is the policy that denies.
    let appeal: Appeal?

    init(
        _ reason: Reason, rule: RuleID? = nil, gaps: [FactorGap] = [], basis: DecisionBasis = .none,
        appeal: Appeal? = nil
    ) {
        self.reason = reason
        self.rule = rule
        self.gaps = gaps
        self.basis = basis
        self.appeal = appeal
    }
}

/// Who asks, as far as the flow got to know.
struct Visitor {
    let standing: ClientStanding
    let session: SessionFinding
    let site: RouteTable.Site
}
