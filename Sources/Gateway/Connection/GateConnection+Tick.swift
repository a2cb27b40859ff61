internal import GatewayAccess
internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy
internal import GatewaySettings
internal import NIOCore

/// What time and change do to a connection: deadlines cut it, and what it carries is judged again while it runs.
extension GateConnection {
    func tick(now: NIODeadline, clock: LoopClock) {
        if now >= deadline { return runOut(clock) }
        switch phase {
        case .forwarding(let exchange), .tunnel(let exchange): review(exchange, now: now, at: clock.now())
        case .head where loop.node.isDraining && inbox.readableBytes == 0 && !hasUnsentAnswer: close()
        case .handshake, .head, .collecting, .waiting, .lingering, .closed: break
        }
    }

    /// A deadline has passed.
    private func runOut(_ clock: LoopClock) {
        deadline = .distantFuture
        switch phase {
        case .handshake:
            loop.node.access.noteFailure(from: source, requestID: loop.nextRequestID())
            close()
        case .head:
            // Between requests a connection just ends; in the middle of a head its sender is told.
            if inbox.readableBytes == 0 { close() } else { endLate() }
        case .collecting:
            endLate()
        case .waiting:
            close()
        case .forwarding(let exchange):
            runOut(exchange)
        case .tunnel(let exchange):
            cut(exchange, .upstreamTimeout)
        case .lingering, .closed:
            close()
        }
    }

    /// Somebody was too slow: the trail, the client with its body, or the upstream.
    private func runOut(_ exchange: Exchange) {
        let reason: Reason
        if let upstream = exchange.upstream {
            reason = owesBody(exchange, to: upstream) ? .requestTimeout : .upstreamTimeout
        } else {
            // Connecting has a limit of its own: without an upstream it is the record that is waited for.
            reason = .logUnavailable
        }
        if exchange.status == nil, reason == .requestTimeout {
            exchange.upstream?.abandon()
            exchange.upstream = nil
            exchange.status = 408
            endLate()
            recordEnd(of: exchange, failure: reason)
        } else {
            cut(exchange, reason)
        }
    }

    /// It is the client that is waited for.
    private func owesBody(_ exchange: Exchange, to upstream: UpstreamConnection) -> Bool {
        !body.isDone && upstream.isWritable && !exchange.awaitsContinue
    }

    /// 408 (RFC 9110 § 15.5.9), then the end.
    private func endLate() {
        write(
            PlainProblem(.badRequest, status: 408, requestID: loop.nextRequestID()).response, isHead: false,
            keepsAlive: false)
        flushAnswer()
        linger()
    }

    /// A running exchange lives by what permitted it: certificate, session, policy. When one of them ends, so does it.
    private func review(_ exchange: Exchange, now: NIODeadline, at time: UnixTime) {
        if let total = exchange.route.timeouts.total, now - exchange.started > .milliseconds(total.wholeMilliseconds) {
            return cut(exchange, .upstreamTimeout)
        }
        if let reason = flow?.refusal(of: exchange, at: time) { return cut(exchange, reason) }
        if !exchange.isDecisionRecorded, exchange.permit.grade == .open, now - exchange.started > .milliseconds(500) {
            recordLongRunning(exchange)
        }
    }

    private func recordLongRunning(_ exchange: Exchange) {
        do throws(AuditFailure) {
            try recordDecision(on: exchange)
            exchange.isDecisionRecorded = true
        } catch {
            cut(exchange, .logUnavailable)
        }
    }

    /// Closing would take away what a slow client has not read yet.
    private var hasUnsentAnswer: Bool {
        do {
            return try context?.channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0 > 0
        } catch {
            return false  // the channel is gone
        }
    }

    func cut(_ exchange: Exchange, _ reason: Reason) {
        exchange.upstream?.abandon()
        exchange.upstream = nil
        if exchange.status == nil, case .forwarding = phase {
            phase = .waiting
            answerFailure(reason, of: exchange)
        } else {
            phase = .closed
            close()
        }
        recordEnd(of: exchange, failure: reason)
    }
}
