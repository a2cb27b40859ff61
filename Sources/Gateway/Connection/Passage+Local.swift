internal import GatewayAccess
internal import GatewayAudit
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy
internal import GatewaySettings
internal import GatewayStore
internal import NIOCore

/// A request for one of our own pages while its body is read.
final class OwnRequest {
    let head: LocalRequest
    let visitor: Visitor
    let id: RequestID
    let keepsAlive: Bool
    let isHead: Bool
    /// The client speaks HTTP/1.1 or newer.
    let knowsChunks: Bool
    var body: [UInt8] = []
    /// What makes the answer.
    var work: Task<Void, Never>?

    init(head: LocalRequest, visitor: Visitor, id: RequestID, keepsAlive: Bool, isHead: Bool, knowsChunks: Bool) {
        self.head = head
        self.knowsChunks = knowsChunks
        self.visitor = visitor
        self.id = id
        self.keepsAlive = keepsAlive
        self.isHead = isHead
    }
}

/// Answers made here: our own pages, the desk, and refusals in words.
extension Passage {
    func answerOurselves(
        _ head: RequestHead, _ bytes: UnsafeRawBufferPointer, _ visitor: Visitor, _ id: RequestID, at now: UnixTime
    ) {
        let request = OwnRequest(
            head: LocalRequest(head, bytes), visitor: visitor, id: id, keepsAlive: head.keepsAlive,
            isHead: head.method == .head, knowsChunks: head.version == .http11)
        if case .length(let count) = head.body, count > UInt64(bodyLimit(for: request)) {
            return refuseOversized(request)
        }
        if bodyIsDone { return respond(to: request) }
        if head.expectsContinue {
            var interim = ByteBuffer()
            interim.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
            wire.sendInterim(interim)
        }
        deadline = loop.roughNow + loop.patience.bodyTime
        phase = .collecting(request)
    }

    func collect(_ piece: ByteBuffer, for request: OwnRequest) {
        guard request.body.count + piece.readableBytes <= bodyLimit(for: request) else {
            return refuseOversized(request)
        }
        request.body.append(contentsOf: piece.readableBytesView)
    }

    /// Lists of people come to the desk, and only from people whom it knows.
    private func bodyLimit(for request: OwnRequest) -> Int {
        guard caller.role == .desk, !PageResponder.owns(path: request.head.path),
            case .verified = request.visitor.standing
        else { return PageResponder.bodyLimit }
        return loop.node.desk.bodyLimit
    }

    /// Leaves the loop for as long as the page takes, and comes back with the answer.
    func respond(to request: OwnRequest) {
        phase = .waiting(request)
        deadline = loop.roughNow + .seconds(30)
        let whole = LocalRequest(
            method: request.head.method, path: request.head.path, query: request.head.query,
            headers: request.head.headers, body: request.body)
        let visitor = pageVisitor(request.visitor)
        let (pages, desk, role, id) = (loop.node.pages, loop.node.desk, caller.role, request.id)
        let me = NIOLoopBound(self, eventLoop: loop.loop)
        let mine = NIOLoopBound(request, eventLoop: loop.loop)
        let eventLoop = loop.loop
        // One task a connection at most, because the connection waits; it ends with its answer, which the services bound in time.
        request.work = Task {
            let response: LocalResponse
            if role == .desk, !PageResponder.owns(path: whole.path) {
                response = await desk.respond(to: whole, from: visitor, requestID: id)
            } else {
                response = await pages.respond(to: whole, from: visitor, requestID: id)
            }
            eventLoop.execute { me.value.deliver(response, to: mine.value) }
        }
    }

    private func deliver(_ response: LocalResponse, to request: OwnRequest) {
        guard case .waiting = phase else {
            response.stream?.cancel()
            return
        }
        countAnswer(to: request, status: response.status)
        if let stream = response.stream { return begin(stream, of: response, to: request) }
        wire.send(response, isHead: request.isHead, keepsAlive: request.keepsAlive)
        finish(keepsAlive: request.keepsAlive)
    }

    // MARK: Refusals

    /// Tells why not: a page for a browser's navigation, a problem document for all else. The decision is recorded.
    func refuse(
        _ head: RequestHead, _ bytes: UnsafeRawBufferPointer, _ view: RequestView, _ refusal: FlowRefusal,
        _ visitor: Visitor?, _ id: RequestID, at now: UnixTime
    ) {
        let request = LocalRequest(head, bytes)
        var told = Refusal(
            refusal.reason, factors: refusal.gaps.compactMap { $0.acceptedKinds.first },
            remedies: { [appeal = refusal.appeal] in appeal?.remedies() ?? [] })
        // A live session is proof enough of who this is: other people's failures from the same address are not theirs.
        if visitor?.session.live == nil, let until = loop.node.access.blockedUntil(caller.source) {
            told = Refusal(.sourceThrottled, retryAfter: until - now)
        } else if refusal.reason.countsAgainstSource {
            noteFailure(refusal.reason, id)
        }
        recordRefusal(refusal, told.reason, view, visitor, id, at: now)
        let response: LocalResponse
        if head.isGRPC(in: bytes) {
            response = GRPCStatus(told.reason.publicReason).response(requestID: id)
        } else if let visitor {
            response = loop.node.pages.refuse(told, to: request, from: pageVisitor(visitor), requestID: id)
        } else {
            response = PlainProblem(told.reason.publicReason, requestID: id).response
        }
        countRefusal(
            told.reason, asksForFactor: told.reason.publicReason == .factorRequired, at: visitor?.site,
            status: response.status)
        // Whoever is turned away for a while has to come anew each time.
        let isTurnedAway = told.reason == .sourceThrottled && visitor?.standing.isStranger ?? true
        let keepsAlive = head.keepsAlive && bodyIsDone && !isTurnedAway
        wire.send(response, isHead: head.method == .head, keepsAlive: keepsAlive)
        finish(keepsAlive: keepsAlive)
    }

    func refuseMalformed(_ problem: HeadProblem) {
        let reason: Reason =
            problem.status == 431 || problem.status == 413 || problem.status == 414 ? .tooLarge : .badRequest
        if reason == .tooLarge { loop.metrics.limitWasHit(.headSize) }
        endWith(PlainProblem(reason.publicReason, status: problem.status, requestID: loop.nextRequestID()), reason)
    }

    func refuseMalformedBody() {
        endWith(PlainProblem(.badRequest, requestID: loop.nextRequestID()), .badRequest)
    }

    private func refuseOversized(_ request: OwnRequest) {
        loop.metrics.limitWasHit(.pageBody)
        refuse(request, .tooLarge)
    }

    /// The trail, the store or whoever judges passwords let it wait too long. Nobody hears what still becomes of it, so no session does.
    func answerUnready(_ request: OwnRequest) {
        request.work?.cancel()
        refuse(request, .overloaded)
    }

    private func refuse(_ request: OwnRequest, _ reason: Reason) {
        let response = loop.node.pages.refuse(
            Refusal(reason), to: request.head, from: pageVisitor(request.visitor), requestID: request.id)
        wire.send(response, isHead: request.isHead, keepsAlive: false)
        countRefusal(reason, at: request.visitor.site, status: response.status)
        finish(keepsAlive: false)
    }

    /// After something that was not HTTP the framing is unknown: one answer, then the end.
    private func endWith(_ problem: PlainProblem, _ reason: Reason) {
        noteFailure(reason, problem.requestID)
        caller.recordMalformed(reason, problem.requestID, at: loop.clock.now())
        countRefusal(reason, at: nil, status: problem.response.status)
        wire.send(problem.response, isHead: false, keepsAlive: false)
        finish(keepsAlive: false)
    }

    /// Fills the measure of this source, unless it is a person of ours who gets something wrong: their colleagues behind the same address could not
    /// log in. A carried session is no mistake.
    private func noteFailure(_ reason: Reason, _ id: RequestID) {
        switch caller.peer.standing {
        case .verified where reason != .sessionCertificateMismatch: return
        // It is the store that failed.
        case .refused(.storeUnavailable, _, _): return
        case .none, .problem, .unbound, .refused, .verified:
            loop.node.access.noteFailure(from: caller.source, requestID: id)
        }
    }

    /// The exchange came to nothing before a byte of an answer was written.
    func answerFailure(_ reason: Reason, of exchange: Exchange) {
        answerFailure(
            Refusal(reason, retryAfter: reason.publicReason == .overloaded ? .seconds(1) : nil), of: exchange)
    }

    func answerFailure(_ refusal: Refusal, of exchange: Exchange) {
        let request = LocalRequest(
            method: exchange.method.description, path: exchange.path, query: exchange.query,
            headers: exchange.negotiation, body: [])
        let response =
            exchange.isGRPC
            ? GRPCStatus(refusal.reason.publicReason).response(requestID: exchange.id)
            : loop.node.pages.refuse(
                refusal, to: request, from: pageVisitor(exchange.visitor), requestID: exchange.id)
        exchange.status = response.status
        let keepsAlive = exchange.keepsAlive && bodyIsDone
        wire.send(response, isHead: exchange.context.toHead, keepsAlive: keepsAlive)
        finish(keepsAlive: keepsAlive)
    }

    func pageVisitor(_ visitor: Visitor) -> PageVisitor {
        let standing: CertificateStanding
        switch visitor.standing {
        case .none: standing = .none
        case .problem(let reason, let certificate): standing = .problem(reason, certificate)
        case .unbound(let certificate): standing = .unbound(certificate)
        case .refused(let reason, let certificate, _): standing = .problem(reason, certificate)
        case .verified(let client): standing = .verified(Person(client))
        }
        let session = visitor.session.live.map { loop.node.services.openSession($0, at: loop.clock.now()) }
        return PageVisitor(
            standing: standing, source: caller.source, host: visitor.site.pageHost,
            hostName: caller.peer.serverName ?? "",
            session: session, sessionEnd: visitor.session.reasonToAskAgain)
    }
}

extension Person {
    init(_ client: VerifiedClient) {
        self.init(
            account: client.account.name, displayName: client.account.displayName, roles: client.account.roles.sorted(),
            language: client.account.language,
            certificate: client.certificate, isService: !client.account.signsIn)
    }
}

extension LocalRequest {
    /// Copies a head out of the wire's bytes.
    init(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) {
        func text(_ range: ByteRange) -> String { String(decoding: bytes[range], as: UTF8.self) }
        self.init(
            method: text(head.methodRange), path: head.target.path.isEmpty ? "/" : text(head.target.path),
            query: head.target.query.map(text),
            headers: head.fields.map { HeaderLine(text($0.spelledName), text($0.value)) }, body: [])
    }
}

extension LocalRequest {
    /// The few fields that content negotiation reads.
    static func negotiation(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) -> [HeaderLine] {
        let names: [FieldName] = [.accept, .acceptLanguage, .secFetchMode, .secFetchDest, .xRequestedWith]
        return names.compactMap { name in
            head.fields.first(name).map {
                HeaderLine(
                    String(decoding: bytes[$0.spelledName], as: UTF8.self),
                    String(decoding: bytes[$0.value], as: UTF8.self))
            }
        }
    }
}

extension Reason {
    /// Signs of somebody trying doors: they fill the measure of their source.
    fileprivate var countsAgainstSource: Bool {
        switch self {
        case .noClientCertificate, .certificateUntrustedIssuer, .certificateExpired, .certificateNotYetValid,
            .certificateIsCA, .certificateWeakKey,
            .certificateKeyUsage, .certificateExtendedKeyUsage, .certificatePolicy, .certificateRevoked,
            .certificateNotBound, .badRequest, .unknownHost,
            .hostSNIMismatch, .sessionCertificateMismatch:
            true
        case .revocationUnknown, .roleConflict, .accountLocked, .accountDisabled, .approvalMissing, .approvalExpired,
            .pledgeMissing, .trainingExpired,
            .handlerNotListed, .factorMissing, .factorFailed, .otpReplayed, .sourceThrottled, .deviceNotDesignated,
            .zoneDenied, .countryDenied,
            .timeWindowDenied, .clockUnsafe, .pathNotAllowed, .actionDenied, .downloadDenied, .storageDenied,
            .defaultDeny, .denyRule, .policyConflict,
            .policyTamper, .sessionMissing, .sessionUnknown, .sessionIdle, .sessionAbsolute, .sessionEnded,
            .sessionDisplaced, .concurrentSession, .attestationStale, .residency,
            .upstreamClosed, .upstreamTLSWeak, .upstreamCertificateInvalid, .upstreamUnreachable,
            .upstreamAddressRefused, .upstreamTimeout,
            .upstreamProtocol, .originDenied,
            .tooLarge, .requestTimeout, .clientGone, .overloaded, .logUnavailable, .storeUnavailable, .draining,
            .sourceLocked, .monitorUnavailable:
            false
        }
    }
}
