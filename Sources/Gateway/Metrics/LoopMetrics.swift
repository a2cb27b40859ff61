internal import GatewayHTTP2
internal import GatewayIdentity
internal import GatewayMetrics
internal import NIOCore

/// What one event loop counts, in the words of what happens there. Belongs to its loop; each call is some additions to memory that no other loop
/// writes.
struct LoopMetrics {
    let families: GateMetrics
    let tally: LoopTally

    init(_ families: GateMetrics, _ tally: LoopTally) {
        self.families = families
        self.tally = tally
    }

    /// - Parameter lateness: behind the planned time of the loop's tick.
    func loopTicked(late lateness: TimeAmount) {
        tally.observe(families.loopLag, nanoseconds: lateness.nanoseconds)
    }

    /// As of this tick.
    func loopIsUnder(_ pressure: Pressure) {
        for level in PressureLabel.allCases {
            tally.set(families.pressure, level, to: level.pressure == pressure ? 1 : 0)
        }
    }

    func limitWasHit(_ limit: LimitHit) { tally.count(families.connections.limits, limit) }

    func http2Failed(_ code: HTTP2Failure.Code) {
        tally.count(families.connections.http2Failures, HTTP2FailureCode(code: code))
    }

    // MARK: Connections

    func connectionOpened(on listener: ListenerRole) {
        tally.count(families.connections.accepted, listener)
        tally.change(families.connections.open, listener, by: 1)
    }

    func connectionRefused(_ refused: RefusedConnection) {
        tally.count(families.connections.refused, refused)
        if let limit = refused.limit { limitWasHit(limit) }
    }

    func connectionClosed(on listener: ListenerRole) { tally.change(families.connections.open, listener, by: -1) }

    /// - Parameter span: since the connection was accepted, of a handshake that was finished.
    func handshakeEnded(_ result: HandshakeResult, after span: TimeAmount?) {
        tally.count(families.connections.handshakes, result)
        if let span { tally.observe(families.connections.handshakeTime, nanoseconds: span.nanoseconds) }
    }

    /// As of this tick.
    func handshakesStand(underWay: Int, waiting: Int) {
        tally.set(families.connections.handshaking, .underWay, to: underWay)
        tally.set(families.connections.handshaking, .waiting, to: waiting)
    }

    // MARK: Requests that are not forwarded

    /// - Parameter site: `nil`: not even the name asked for is one of ours.
    func requestAnswered(at site: RouteTable.Site?, _ decision: RequestDecision, status: Int?, after span: TimeAmount) {
        tally.count(families.requests.ended[place(of: site)], Pair(decision, StatusClass(status)))
        tally.observe(families.requests.answerTime, nanoseconds: span.nanoseconds)
    }

    func requestDenied(_ told: PublicReason) {
        tally.count(families.requests.denied, ToldReason(reason: told))
        if told == .sourceThrottled { limitWasHit(.sourceFailures) }
    }

    private func place(of site: RouteTable.Site?) -> NamedPlace {
        switch site {
        case .gate?: families.requests.gate
        case .desk?: families.requests.desk
        case .console(let route)?: route.place
        case nil: .other
        }
    }
}

@available(*, unavailable)
extension LoopMetrics: Sendable {}
