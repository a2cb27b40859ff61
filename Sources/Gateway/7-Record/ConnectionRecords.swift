internal import GatewayAccess
internal import GatewayAudit
internal import GatewayHTTP1
internal import GatewayHTTP2
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore
internal import NIOCore

/// The parts of records that stay the same from one request of a connection to the next, formatted once.
final class ConnectionRecords {
    private let peer: Peer
    private var origin: AuditOrigin?
    private var originRoutes: RouteTable?
    private var originEpoch: UInt64?
    private var subject: AuditSubject?
    private var subjectSession: LiveSession?
    private var subjectEpoch: UInt64?
    private var subjectCertificate: ClientCertificate?

    init(peer: Peer) { self.peer = peer }

    /// Formatted anew with new routes, and when the epoch moved: the database of countries may be another.
    func origin(_ flow: RequestFlow) -> AuditOrigin {
        let (routes, epoch) = (flow.routes, flow.node.access.epoch)
        if let origin, originRoutes === routes, originEpoch == epoch { return origin }
        let made = AuditOrigin(
            address: peer.source, zone: routes.zone(of: peer.source),
            country: flow.node.access.country(of: peer.source))
        origin = made
        originRoutes = routes
        originEpoch = epoch
        return made
    }

    func subject(_ visitor: Visitor, _ flow: RequestFlow) -> AuditSubject? {
        guard let certificate = visitor.standing.certificate else { return nil }
        let (session, epoch) = (visitor.session.live, flow.node.access.epoch)
        // What was proved may have come into doubt with another epoch.
        if let subject, subjectSession === session, subjectEpoch == epoch,
            subjectCertificate?.fingerprint == certificate.fingerprint
        {
            return subject
        }
        let made = subject(visitor.standing, certificate, session, flow)
        // Roles can change under a certificate that stays; only a session fixes them, because a change of roles ends it.
        if session != nil {
            subject = made
            subjectSession = session
            subjectEpoch = epoch
            subjectCertificate = certificate
        }
        return made
    }

    /// Of what was no request: whose connection it came over.
    func subject(_ standing: ClientStanding, _ flow: RequestFlow) -> AuditSubject? {
        standing.certificate.map { subject(standing, $0, nil, flow) }
    }

    private func subject(
        _ standing: ClientStanding, _ certificate: ClientCertificate, _ session: LiveSession?, _ flow: RequestFlow
    ) -> AuditSubject {
        let account: Account?
        switch standing {
        case .verified(let client): account = client.account
        case .refused(_, _, let owner): account = owner
        case .none, .problem, .unbound: account = nil
        }
        return AuditSubject(
            account: account?.name, roles: account.map { $0.roles.sorted() }, certificate: certificate,
            factors: session.map(flow.node.access.proofs),
            device: flow.node.access.device(of: certificate).id, sessionHash: session?.id.digest)
    }
}

extension Passage {
    /// The decision to forward, durable before `then` says so.
    func recordDecision(on exchange: Exchange, then: @escaping @Sendable (Result<Void, AuditFailure>) -> Void)
        throws(AuditFailure)
    {
        try loop.recorder.record(decision(on: exchange), then: then)
    }

    /// The decision to forward, on the disk within a second.
    func recordDecision(on exchange: Exchange) throws(AuditFailure) {
        try loop.recorder.record(decision(on: exchange))
    }

    private func decision(on exchange: Exchange) -> AuditEntry {
        AuditEntry(
            .decision(
                .permit(by: exchange.authority, upon: exchange.basis), line(of: exchange)),
            at: exchange.permittedAt,
            request: exchange.id, trace: exchange.trace,
            by: caller.records.subject(exchange.visitor, caller.flow), from: caller.records.origin(caller.flow),
            on: exchange.resource)
    }

    /// What became of a permitted request. The bytes have moved already; a trail that fails now is said by its own alarm.
    func recordEnd(of exchange: Exchange, failure: Reason?) {
        let now = NIODeadline.now()
        let spent = now - exchange.started
        let outcome = GatewayAudit.Exchange(
            failure: failure, status: exchange.status, bytesIn: exchange.bytesIn, bytesOut: exchange.bytesOut,
            duration: .nanoseconds(spent.nanoseconds))
        loop.recorder.note(
            AuditEntry(
                .access(
                    .permit(
                        by: exchange.authority,
                        upon: exchange.hasDecisionRecord ? exchange.basis.ofEarlier : exchange.basis),
                    line(of: exchange), outcome),
                // When it was decided, where nothing else says that; else when it came to its end, hours later perhaps.
                at: exchange.hasDecisionRecord ? loop.clock.now() : exchange.startedAt,
                request: exchange.id, trace: exchange.trace,
                by: caller.records.subject(exchange.visitor, caller.flow), from: caller.records.origin(caller.flow),
                on: exchange.resource))
        loop.metrics.exchangeEnded(exchange, failure: failure, at: now)
    }

    func recordRefusal(
        _ refusal: FlowRefusal, _ reason: Reason, _ view: RequestView, _ visitor: Visitor?, _ id: RequestID,
        at now: UnixTime
    ) {
        if let visitor { (visitor.session.live?.activity ?? caller.alone).refused() }
        // Requests without a certificate cost nothing: the trail takes no more of them than it can.
        if visitor?.standing.isStranger ?? true, !loop.strangers.note(caller.source, reason) { return }
        let resource: AuditResource? =
            switch visitor?.site {
            case .console(let route)?: route.resource
            case .gate?, .desk?, nil: nil
            }
        // What a throttle says instead is not the policy's answer.
        let basis = reason == refusal.reason ? refusal.basis : .none
        loop.recorder.note(
            AuditEntry(
                .decision(
                    verdict(of: refusal, told: reason, upon: basis),
                    RequestLine(
                        method: view.method.description,
                        path: RecordedPath(String(decoding: view.path, as: UTF8.self)),
                        mark: loop.node.marks.mark(
                            path: view.path, query: nil, of: visitor?.standing.certificate?.fingerprint.prefix ?? 0))
                ),
                at: now, request: id, trace: view.trace,
                by: visitor.flatMap { caller.records.subject($0, caller.flow) },
                from: caller.records.origin(caller.flow),
                on: resource))
    }

    /// The answer to a permitted request may not leave.
    func recordRefusal(_ refusal: FlowRefusal, ofAnswerTo exchange: Exchange, at now: UnixTime) {
        loop.recorder.note(
            AuditEntry(
                .decision(verdict(of: refusal, told: refusal.reason, upon: refusal.basis), line(of: exchange)),
                at: now, request: exchange.id, trace: exchange.trace,
                by: caller.records.subject(exchange.visitor, caller.flow), from: caller.records.origin(caller.flow),
                on: exchange.resource))
    }

    private func verdict(
        of refusal: FlowRefusal, told reason: Reason, upon basis: DecisionBasis
    ) -> GatewayAudit.Verdict {
        let reference = caller.flow.routes.reference(refusal.rule)
        return reason == .factorMissing || !refusal.gaps.isEmpty
            ? .stepUp(reason, by: reference, upon: basis) : .deny(reason, by: reference, upon: basis)
    }

    private func line(of exchange: Exchange) -> RequestLine {
        RequestLine(
            method: exchange.method.description, path: RecordedPath(exchange.path), mark: exchange.mark,
            action: exchange.action.map { RecordedWord($0) },
            activity: exchange.permit.isBackground ? .background : nil)
    }
}

extension Caller {
    /// Something that was no HTTP request: there is no line to record, only that it came and was refused.
    ///
    /// - Parameter sign: which rule of the protocol it broke, where there is a word for it.
    func recordMalformed(_ reason: Reason, _ id: RequestID, sign: HTTP2Failure.Code? = nil, at now: UnixTime) {
        let routes = flow.routes
        let standing = flow.standing(at: now)
        if standing.isStranger, !loop.strangers.note(source, reason) { return }
        loop.recorder.note(
            AuditEntry(
                .decision(
                    .deny(reason, by: routes.reference(nil)),
                    RequestLine.none(sign.map { RecordedWord($0) })),
                at: now, request: id, by: records.subject(standing, flow), from: records.origin(flow)))
    }
}
