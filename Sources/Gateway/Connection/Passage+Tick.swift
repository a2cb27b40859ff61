internal import GatewayAudit
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy
internal import NIOCore

/// What time and change do to a request on its way: deadlines cut it, and what it lives by is judged again while it runs.
extension Passage {
    func tick(now: NIODeadline, clock: LoopClock) {
        if case .forwarding(let exchange) = phase, letGoIfLate(exchange, now: now) { return }
        if now >= deadline { return runOut() }
        switch phase {
        case .forwarding(let exchange), .tunnel(let exchange): review(exchange, now: now, at: clock.now())
        case .streaming(let stream): review(stream, at: clock.now())
        case .idle, .collecting, .waiting, .over: break
        }
    }

    /// A deadline has passed.
    private func runOut() {
        deadline = .distantFuture
        switch phase {
        case .collecting(let request):
            loop.metrics.limitWasHit(.bodyTime)
            countRefusal(.requestTimeout, at: request.visitor.site, status: 408)
            answerLate()
        case .forwarding(let exchange): runOut(exchange)
        case .tunnel(let exchange): cut(exchange, .upstreamTimeout)
        case .waiting(let request?): answerUnready(request)
        case .waiting(nil), .streaming: breakOff()
        case .idle, .over: break
        }
    }

    /// Somebody was too slow: the trail, the client with its body, or the upstream.
    private func runOut(_ exchange: Exchange) {
        let reason: Reason
        if let upstream = exchange.upstream {
            reason = owesBody(exchange, to: upstream) ? .requestTimeout : .upstreamTimeout
            if reason == .upstreamTimeout, exchange.status == nil { exchange.tries.timedOut() }
        } else {
            // Connecting has a limit of its own: without an upstream it is the record that is waited for.
            reason = .logUnavailable
        }
        if exchange.status == nil, reason == .requestTimeout {
            exchange.upstream?.abandon()
            exchange.upstream = nil
            exchange.status = 408
            answerLate()
            recordEnd(of: exchange, failure: reason)
        } else {
            cut(exchange, reason)
        }
    }

    /// It is the client that is waited for.
    private func owesBody(_ exchange: Exchange, to upstream: any UpstreamLeg) -> Bool {
        !bodyIsDone && upstream.hasTakenAll && !exchange.awaitsContinue
    }

    /// 408 (RFC 9110 § 15.5.9), then the end.
    func answerLate() {
        let problem = PlainProblem(.badRequest, status: 408, requestID: loop.nextRequestID())
        wire.send(problem.response, isHead: false, keepsAlive: false)
        finish(keepsAlive: false)
    }

    /// A running exchange lives by what permitted it: certificate, session, policy. When one of them ends, so does it.
    private func review(_ exchange: Exchange, now: NIODeadline, at time: UnixTime) {
        if let total = exchange.route.timeouts.total, now - exchange.started > total {
            return cut(exchange, .upstreamTimeout)
        }
        loop.metrics.bytesMoved(exchange)
        if let reason = caller.flow.refusal(of: exchange, at: time) { return cut(exchange, reason) }
        if loop.node.isDrained { return cut(exchange, .draining) }
        if !exchange.hasDecisionRecord, exchange.permit.grade == .open, now - exchange.started > .milliseconds(500) {
            recordLongRunning(exchange)
        }
    }

    private func recordLongRunning(_ exchange: Exchange) {
        do throws(AuditFailure) {
            try recordDecision(on: exchange)
            exchange.hasDecisionRecord = true
        } catch {
            cut(exchange, .logUnavailable)
        }
    }

    func cut(_ exchange: Exchange, _ reason: Reason) {
        exchange.upstream?.abandon()
        exchange.upstream = nil
        if exchange.status == nil, case .forwarding = phase {
            phase = .waiting(nil)
            answerFailure(reason, of: exchange)
        } else {
            endShort(exchange, reason)
        }
        recordEnd(of: exchange, failure: reason)
    }
    /// Ends what has begun so that the client learns why, where its protocol has a word for that, and in any case that it is not whole.
    func endShort(_ exchange: Exchange, _ reason: Reason) {
        if case .tunnel = phase {
            guard exchange.framesToClient.isBetweenFrames else { return breakOff() }
            wire.sendBody(ByteBuffer(bytes: WebSocketClose.policyViolation(reason.publicReason.rawValue)))
            return finish(keepsAlive: false)
        }
        guard exchange.isGRPC else { return breakOff() }
        do throws(HeadProblem) {
            wire.sendEnd(try GRPCStatus(reason.publicReason).trailers())
            finish(keepsAlive: false)
        } catch {
            breakOff()
        }
    }
}
