internal import GatewayAccess
internal import GatewayAudit
internal import GatewayCrypto
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy
internal import GatewaySettings
internal import NIOCore

/// Stage 6: one permitted request to an upstream and its answer back, both bodies streamed, neither side faster than the other takes.
extension Passage {
    func forward(
        _ head: RequestHead, _ bytes: UnsafeRawBufferPointer, _ view: RequestView, _ permit: Permit,
        _ route: ConsoleRoute, _ visitor: Visitor,
        _ client: VerifiedClient, _ inputs: DecisionInputs?, _ id: RequestID, at now: UnixTime
    ) {
        let tries = UpstreamTries(
            of: loop.groups[route.upstreams], session: client.certificate.fingerprint.prefix, method: view.method)
        let exchange: Exchange
        do throws(CryptoFailure) {
            exchange = Exchange(
                id: id, startedAt: now, began: began, permit: permit,
                authority: caller.flow.routes.reference(permit.rule), route: route, tries: tries, visitor: visitor,
                client: client, activity: visitor.session.live?.activity ?? caller.alone,
                basis: inputs.map(DecisionBasis.whole) ?? .none,
                head: try upstreamHead(head, bytes, tries.target, permit, route, visitor, client, id, at: now),
                request: head, context: ResponseContext(of: head, in: bytes, proof: WebSocketAccept.value),
                host: head.host.map { String(decoding: bytes[$0.whole], as: UTF8.self) } ?? "",
                path: String(decoding: view.path, as: UTF8.self),
                mark: loop.node.marks.mark(
                    path: view.path,
                    query: head.target.query.map { bytes[$0] },
                    of: client.certificate.fingerprint.prefix),
                query: route.label == nil ? nil : head.target.query.map { String(decoding: bytes[$0], as: UTF8.self) },
                method: view.method, isGRPC: head.isGRPC(in: bytes),
                negotiation: head.fields.first(.secFetchMode) != nil || head.fields.first(.accept) != nil
                    ? LocalRequest.negotiation(head, bytes) : [])
        } catch {
            // Without a signature the upstream could not know who asks.
            return refuse(head, bytes, view, FlowRefusal(.overloaded), visitor, id, at: now)
        }
        exchange.trace = view.trace
        exchange.activity.permitted()
        phase = .forwarding(exchange)
        deadline = .distantFuture
        switch permit.grade {
        case .open:
            // Within a second on the disk, with its outcome; a longer exchange is written down by the tick.
            if loop.recorder.isFailing { return recordFirst(exchange) }
            startForwarding(exchange)
        case .sensitive, .classified:
            recordFirst(exchange)
        }
    }

    /// On the disk first, then forwarded.
    private func recordFirst(_ exchange: Exchange) {
        deadline = loop.roughNow + .seconds(5)
        let me = NIOLoopBound(self, eventLoop: loop.loop)
        let mine = NIOLoopBound(exchange, eventLoop: loop.loop)
        do throws(AuditFailure) {
            try recordDecision(on: exchange) { result in me.value.recorded(result, mine.value) }
            exchange.hasDecisionRecord = true
        } catch {
            notRecorded(exchange)
        }
    }

    private func recorded(_ result: Result<Void, AuditFailure>, _ exchange: Exchange) {
        guard case .forwarding(let current) = phase, current === exchange, exchange.upstream == nil else { return }
        switch result {
        case .success:
            startForwarding(exchange)
        case .failure:
            notRecorded(exchange)
        }
    }

    private func notRecorded(_ exchange: Exchange) {
        phase = .waiting(nil)
        answerFailure(.logUnavailable, of: exchange)
        countRefusal(.logUnavailable, at: exchange.visitor.site, status: exchange.status)
        loop.metrics.limitWasHit(.record)
    }

    private func startForwarding(_ exchange: Exchange) {
        guard exchange.tries.place != nil else { return failed(exchange, .nobodyServes) }
        if let kept = loop.upstreams.take(to: exchange.target) { return attach(kept, to: exchange) }
        connect(exchange)
    }

    private func connect(_ exchange: Exchange) {
        deadline = .distantFuture  // the connect has its own limit
        exchange.times.connects(at: .now())
        let limit = exchange.route.timeouts.connect
        loop.upstreams.connect(to: exchange.target, for: exchange.id, within: limit) { [weak self] result in
            guard let self, case .forwarding(let current) = phase, current === exchange, exchange.upstream == nil else {
                if case .success(let connection) = result { connection.abandon() }
                return
            }
            exchange.times.connected(at: .now())
            switch result {
            case .success(let connection):
                exchange.tries.reached()
                attach(connection, to: exchange)
            case .failure(let failure): goOn(with: exchange, after: failure)
            }
        }
    }

    private func attach(_ upstream: any UpstreamLeg, to exchange: Exchange) {
        exchange.upstream = upstream
        exchange.tries.sent()
        deadline = loop.roughNow + exchange.route.timeouts.header
        upstream.begin(for: self, exchange.context, head: exchange.head, body: exchange.body)
        if bodyIsDone { upstream.flush() }
        exchange.times.sent(at: .now())
        if !bodyIsDone { wire.askForBody() }
    }

    /// To another member, or the same again, if that is safe; or else back to the client.
    private func goOn(with exchange: Exchange, after failure: ForwardFailure) {
        exchange.upstream = nil
        guard exchange.goesOn(after: failure) else { return failed(exchange, failure) }
        loop.metrics.upstreamRetried()
        connect(exchange)
    }

    func relay(_ piece: ByteBuffer, of exchange: Exchange) {
        exchange.bytesIn += piece.readableBytes
        exchange.awaitsContinue = false
        exchange.tries.sentBody()
        exchange.upstream?.send(piece.ownSized)
    }

    func endRequest(of exchange: Exchange, _ trailers: Trailers?) {
        exchange.tries.sentBody()
        exchange.upstream?.sendEnd(trailers)
        exchange.times.sent(at: .now())
        deadline = loop.roughNow + exchange.route.timeouts.header
    }

    func pausedSending(_ exchange: Exchange) {
        guard let upstream = exchange.upstream else { return }
        upstream.flush()
        guard case .forwarding(let current) = phase, current === exchange, !bodyIsDone else { return }
        let isOwed = upstream.hasTakenAll && !exchange.awaitsContinue && exchange.status == nil && !exchange.isGRPC
        if isOwed, let mark = exchange.bodyMark, exchange.bytesIn - mark < Self.bodyStep { return }
        exchange.bodyMark = isOwed ? exchange.bytesIn : nil
        deadline = loop.roughNow + patience(with: exchange, upstream)
    }

    /// For less than this a client that owes its body gets no more time: byte by byte it would never run out.
    private static let bodyStep = 1024

    /// How long whoever is waited for has: the upstream that has not asked for the body or takes none of it, or the client that owes it.
    private func patience(with exchange: Exchange, _ upstream: any UpstreamLeg) -> TimeAmount {
        let timeouts = exchange.route.timeouts
        if exchange.awaitsContinue { return timeouts.header }
        return upstream.hasTakenAll ? min(loop.patience.bodyTime, timeouts.idle) : timeouts.idle
    }

    /// What was sent so far is not a whole request: the upstream sees the connection break, the client why.
    func refuseRest(of exchange: Exchange) {
        exchange.upstream?.abandon()
        exchange.upstream = nil
        recordEnd(of: exchange, failure: .badRequest)
        if exchange.status == nil { return refuseMalformedBody() }
        breakOff()
    }

    func relayToTunnel(_ piece: ByteBuffer, _ exchange: Exchange) {
        exchange.bytesIn += piece.readableBytes
        if !exchange.permit.isBackground { exchange.visitor.session.live?.touch(at: loop.clock.now()) }
        deadline = loop.roughNow + exchange.route.timeouts.tunnelIdle
        exchange.upstream?.send(piece.ownSized)
    }

    private func failed(_ exchange: Exchange, _ failure: ForwardFailure) { end(exchange, because: failure.reason) }

    private func end(_ exchange: Exchange, because reason: Reason) {
        exchange.upstream = nil
        exchange.held = nil
        // An answer that is found to be none in the read that brought it has not been given to the client yet.
        if exchange.status == nil || wire.takeBackHead() {
            phase = .waiting(nil)
            answerFailure(reason, of: exchange)
            recordEnd(of: exchange, failure: reason)
        } else {
            recordEnd(of: exchange, failure: reason)
            endShort(exchange, reason)
        }
    }

    // MARK: The head for the upstream

    private func upstreamHead(
        _ head: RequestHead, _ bytes: UnsafeRawBufferPointer, _ target: UpstreamTarget, _ permit: Permit,
        _ route: ConsoleRoute, _ visitor: Visitor,
        _ client: VerifiedClient, _ id: RequestID, at now: UnixTime
    ) throws(CryptoFailure) -> ByteBuffer {
        var out = loop.allocator.buffer(capacity: LoopContext.usualHead)
        var dropped = route.rewritesHost ? Self.droppedWithHost : .neverToUpstream
        let watch = DownloadWatch(permit)
        if watch?.forbidsStoring == true { dropped = dropped.union(DownloadWatch.askedForNothingHidden) }
        head.write(from: bytes, dropping: dropped, into: &out)
        if watch?.forbidsStoring == true { out.writeStaticString("Accept-Encoding: identity\r\n") }
        if route.rewritesHost { out.writeString(Exchange.hostLine(of: target)) }
        try caller.identity.append(
            to: &out, for: client, session: visitor.session.live, permit: permit,
            host: head.host.map { bytes[$0.whole] } ?? .empty, request: id, at: now)
        out.endHead()
        return out
    }

    private static let droppedWithHost = FieldNameSet.neverToUpstream.union([.host])
}

// MARK: - The answer

extension Passage: UpstreamFront {
    private var exchange: Exchange? {
        switch phase {
        case .forwarding(let exchange), .tunnel(let exchange): exchange
        case .idle, .collecting, .waiting, .streaming, .over: nil
        }
    }

    func upstreamAnswered(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer) {
        guard let exchange else { return }
        if head.isInterim { return passOnInterim(head, bytes, exchange) }
        if wire.readsSuccessAsTunnel, (200..<300).contains(head.status) {
            exchange.upstream?.abandon()
            return failed(exchange, .protocolViolation(nil))
        }
        exchange.times.answered(at: .now())
        exchange.tries.answered(head.status)
        if let label = exchange.route.label?.grade(in: head, bytes), label > exchange.permit.grade {
            return heed(label, of: head, bytes, exchange)
        }
        pass(head, bytes, exchange)
    }

    /// The head of the answer goes to the client.
    func pass(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer, _ exchange: Exchange) {
        if exchange.downloads?.refuses(head, bytes) == true { return refuseDownload(exchange) }
        exchange.status = head.status
        switch head.body {
        case .none: exchange.framing = .none
        case .length: exchange.framing = .asIs
        case .chunked, .untilClose: exchange.framing = exchange.clientKnowsChunks ? .chunked : .untilClose
        case .tunnel: exchange.framing = .tunnel
        }
        if exchange.framing == .chunked || exchange.framing == .untilClose {
            exchange.isEventStream = head.isEventStream(in: bytes)
        }
        if exchange.framing == .untilClose { exchange.keepsAlive = false }
        // An answer before the request is whole leaves bytes on the way that nobody will read.
        if !bodyIsDone { exchange.keepsAlive = false }
        let timeouts = exchange.route.timeouts
        if exchange.framing == .tunnel {
            exchange.tries.succeeded()
            phase = .tunnel(exchange)
            deadline = loop.roughNow + timeouts.tunnelIdle
        } else {
            deadline = loop.roughNow + timeouts.idle
        }
        wire.sendHead(answerHead(head, bytes, exchange), framing: exchange.framing)
    }

    private func passOnInterim(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer, _ exchange: Exchange) {
        if head.status == 100 { exchange.awaitsContinue = false }
        guard exchange.clientKnowsChunks else { return }  // RFC 9110 § 15.2: none of these to HTTP/1.0
        var out = ByteBuffer()
        head.write(from: bytes, chunked: false, into: &out)
        out.endHead()
        wire.sendInterim(out)
    }

    private func answerHead(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer, _ exchange: Exchange) -> ByteBuffer {
        var out = loop.allocator.buffer(capacity: LoopContext.usualHead)
        var dropped = FieldNameSet.neverToClient
        let forbidsStoring = exchange.permit.obligations.noStore || !exchange.route.isCacheable
        if forbidsStoring { dropped.insert(.cacheControl) }
        let namesAreChecked = head.fields.present.contains(.location) || head.fields.present.contains(.setCookie)
        if namesAreChecked { dropped = dropped.union([.location, .setCookie]) }
        head.write(from: bytes, dropping: dropped, chunked: exchange.framing == .chunked, into: &out)
        if namesAreChecked {
            AnswerNames(upstream: exchange.target, consoleHost: exchange.host).write(head, bytes, into: &out)
        }
        if forbidsStoring { out.writeStaticString("Cache-Control: no-store\r\n") }
        out.writeStaticString("X-Request-Id: ")
        exchange.id.withBytes { _ = out.writeBytes($0) }
        out.writeStaticString("\r\n")
        if exchange.framing != .tunnel, !exchange.keepsAlive || loop.node.isDraining {
            out.writeStaticString("Connection: close\r\n")
        }
        out.endHead()
        return out
    }

    func upstreamSent(_ piece: ByteBuffer) {
        guard let exchange else { return }
        if let held = exchange.held { return held.take(piece) }
        if exchange.downloads?.refuses(piece) == true { return refuseDownload(exchange) }
        exchange.bytesOut += piece.readableBytes
        deadline = loop.roughNow + exchange.route.timeouts.idle
        wire.sendBody(piece)
    }

    /// The answer would become a file: the client learns why, if nothing of it has left; in any case it has nothing of use.
    private func refuseDownload(_ exchange: Exchange) {
        exchange.upstream?.abandon()
        exchange.tries.succeeded()
        end(exchange, because: .downloadDenied)
    }

    func upstreamReadComplete() {
        guard let exchange, exchange.held == nil else { return }
        wire.flush()
        // Only what is flushed counts towards the watermark.
        if !wire.isWritable { exchange.upstream?.holdReading() }
    }

    func upstreamEnded(trailers: Trailers?) {
        guard let exchange else { return }
        exchange.upstream?.resumeReading()
        exchange.upstream = nil
        if let held = exchange.held { return held.end(.answer(trailers)) }
        exchange.tries.succeeded()
        wire.sendEnd(trailers)
        recordEnd(of: exchange, failure: nil)
        finish(keepsAlive: exchange.keepsAlive)
    }

    func upstreamFailed(_ failure: ForwardFailure) {
        guard let exchange else { return }
        // Nothing of the answer has left, and it is not asked for twice.
        if exchange.held != nil { return failed(exchange, failure) }
        goOn(with: exchange, after: failure)
    }

    func upstreamWritabilityChanged() { wire.askForBody() }

    func tunnelSent(_ bytes: ByteBuffer) {
        if let held = exchange?.held { return held.take(bytes) }
        guard case .tunnel(let exchange) = phase else { return }
        bytes.withUnsafeReadableBytes { exchange.framesToClient.pass($0) }
        exchange.bytesOut += bytes.readableBytes
        deadline = loop.roughNow + exchange.route.timeouts.tunnelIdle
        wire.sendBody(bytes)
    }

    func tunnelEnded() {
        if let held = exchange?.held { return held.end(.tunnel) }
        guard case .tunnel(let exchange) = phase else { return }
        exchange.upstream = nil
        recordEnd(of: exchange, failure: nil)
        finish(keepsAlive: false)
    }
}
