internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayMetrics
internal import NIOCore

/// Requests on their way to an upstream.
extension LoopMetrics {
    /// A permitted request has ended, well or not.
    ///
    /// - Parameter failure: why it did not end well.
    func exchangeEnded(_ exchange: Exchange, failure: Reason?, at now: NIODeadline) {
        let (requests, place) = (families.requests, exchange.route.place)
        tally.count(requests.ended[place], Pair(.permit, StatusClass(exchange.status)))
        if let failure {
            tally.count(requests.failed, FailureReason(reason: failure))
            if let upstream = UpstreamReason(failure) { tally.count(families.upstreams.failed[place], upstream) }
            if let limit = LimitHit.behind[failure] { limitWasHit(limit) }
        }
        if let span = exchange.times.gate { tally.observe(requests.gateTime, nanoseconds: span.nanoseconds) }
        if let span = exchange.times.upstream {
            tally.observe(requests.upstreamTime[place], nanoseconds: span.nanoseconds)
        }
        if exchange.framing != .tunnel {
            tally.observe(requests.wholeTime, nanoseconds: (now - exchange.times.began).nanoseconds)
        }
        bytesMoved(exchange)
    }

    /// Counts what has moved since the last call, here and for whoever it is: at the end, and while it runs, because a download may run for days.
    func bytesMoved(_ exchange: Exchange) {
        let place = exchange.route.place
        tally.count(families.requests.received[place], by: exchange.bytesIn - exchange.countedIn)
        tally.count(families.requests.sent[place], by: exchange.bytesOut - exchange.countedOut)
        exchange.activity.moved(
            in: exchange.bytesIn - exchange.countedIn, out: exchange.bytesOut - exchange.countedOut)
        (exchange.countedIn, exchange.countedOut) = (exchange.bytesIn, exchange.bytesOut)
    }

    // MARK: The way there

    func upstreamReused() {
        tally.count(families.upstreams.reused)
    }

    func upstreamOpened(after span: TimeAmount) {
        tally.count(families.upstreams.opened)
        tally.observe(families.upstreams.connectTime, nanoseconds: span.nanoseconds)
    }

    func upstreamRetried() { tally.count(families.upstreams.retried) }

    /// As of this tick.
    func upstreamsStand(idle: Int, inUse: Int, shared: Int) {
        tally.set(families.upstreams.standing, .idle, to: idle)
        tally.set(families.upstreams.standing, .inUse, to: inUse)
        tally.set(families.upstreams.standing, .shared, to: shared)
    }
}

extension LimitHit {
    /// The limit behind a failure, where there is one.
    fileprivate static let behind: [Reason: LimitHit] = [
        .requestTimeout: .bodyTime, .upstreamTimeout: .upstreamTime, .logUnavailable: .record,
    ]
}
