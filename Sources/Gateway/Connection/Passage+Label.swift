internal import GatewayAudit
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy
internal import NIOCore

/// Answers that their console says to count as more than it does itself (compliance profile nct-2025-04, semantics 4; T15).
///
/// The policy is asked again with the label, and until what it says is on the disk nothing of the answer leaves.
extension Passage {
    /// - Parameter label: more than the exchange was permitted for.
    func heed(_ label: Grade, of head: ResponseHead, _ bytes: UnsafeRawBufferPointer, _ exchange: Exchange) {
        let now = loop.clock.now()
        switch caller.flow.verdict(onAnswerTo: exchange, labelled: label, at: now) {
        case .permit(let permit, let inputs):
            exchange.raise(
                to: label, permit: permit, by: caller.flow.routes.reference(permit.rule),
                upon: inputs.map(DecisionBasis.whole) ?? .none, at: now)
            hold(HeldAnswer(head, bytes, until: loop.roughNow + .seconds(5)), of: exchange)
        case .refuse(let refusal):
            exchange.refuse(
                label, countingAs: caller.flow.routes.policy.grade(of: exchange.route.console, label: label))
            recordRefusal(refusal, ofAnswerTo: exchange, at: now)
            withhold(
                exchange,
                because: Refusal(
                    refusal.reason, factors: refusal.gaps.compactMap { $0.acceptedKinds.first },
                    remedies: { [appeal = refusal.appeal] in appeal?.remedies() ?? [] }))
        }
    }

    /// On the disk first, then on its way.
    private func hold(_ answer: HeldAnswer, of exchange: Exchange) {
        exchange.held = answer
        exchange.upstream?.holdReading()
        deadline = .distantFuture  // the disk has its own
        let me = NIOLoopBound(self, eventLoop: loop.loop)
        let mine = NIOLoopBound(exchange, eventLoop: loop.loop)
        do throws(AuditFailure) {
            try recordDecision(on: exchange) { result in me.value.recorded(result, andHolds: mine.value) }
        } catch {
            withhold(exchange, because: Refusal(.logUnavailable))
        }
    }

    private func recorded(_ result: Result<Void, AuditFailure>, andHolds exchange: Exchange) {
        guard isOnItsWay(exchange), let answer = exchange.held else { return }
        switch result {
        case .success: release(answer, of: exchange)
        case .failure: withhold(exchange, because: Refusal(.logUnavailable))
        }
    }

    /// The disk takes too long.
    func letGoIfLate(_ exchange: Exchange, now: NIODeadline) -> Bool {
        guard let answer = exchange.held, now >= answer.deadline else { return false }
        withhold(exchange, because: Refusal(.logUnavailable))
        return true
    }

    /// What was kept goes the way it would have gone; each step of it may be the last.
    private func release(_ answer: HeldAnswer, of exchange: Exchange) {
        exchange.held = nil
        answer.withHead { pass($0, $1, exchange) }
        for piece in answer.pieces where isOnItsWay(exchange) {
            if case .tunnel = phase { tunnelSent(piece) } else { upstreamSent(piece) }
        }
        guard isOnItsWay(exchange) else { return }
        switch answer.end {
        case .answer(let trailers)?: upstreamEnded(trailers: trailers)
        case .tunnel?: tunnelEnded()
        case nil:
            wire.flush()
            if wire.isWritable { exchange.upstream?.resumeReading() }
        }
    }

    /// The client learns why, and has nothing of the answer.
    private func withhold(_ exchange: Exchange, because refusal: Refusal) {
        exchange.held = nil
        exchange.upstream?.abandon()
        exchange.upstream = nil
        exchange.tries.succeeded()
        phase = .waiting(nil)
        answerFailure(refusal, of: exchange)
        recordEnd(of: exchange, failure: refusal.reason)
    }

    private func isOnItsWay(_ exchange: Exchange) -> Bool {
        switch phase {
        case .forwarding(let current), .tunnel(let current): current === exchange
        case .idle, .collecting, .waiting, .streaming, .over: false
        }
    }
}
