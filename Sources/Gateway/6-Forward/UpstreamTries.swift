internal import GatewayPolicy
internal import GatewayUpstreams

/// Where one request was sent, and where it may still go.
struct UpstreamTries {
    private let loop: LoopGroup
    private let session: UInt64
    private var request: RepeatableRequest
    /// The member it is for now; `nil`: nobody serves.
    private(set) var place: Int?
    private var tried = MemberSet()
    private var count = 1
    /// There is a connection, and the request is on it.
    private var isSent = false
    /// The answer says that the member is not well.
    private var answersBadly = false

    init(of loop: LoopGroup, session: UInt64, method: GatewayPolicy.RequestMethod) {
        self.loop = loop
        self.session = session
        request = RepeatableRequest(isIdempotent: method.isIdempotent)
        place = loop.choose(for: session)
        if place == nil { loop.group.counters.unserved.note() }
    }

    /// The member's; when nobody serves, whose name stands in a head that goes nowhere.
    var target: UpstreamTarget { loop.group.targets[place ?? 0] }

    /// A connection came about.
    func reached() {
        if let place { loop.group.reached(place) }
    }

    mutating func sent() { isSent = true }

    mutating func sentBody() { request.hasSentBody = true }

    mutating func answered(_ status: Int) {
        answersBadly = loop.group.failingStatuses.contains(status)
    }

    /// The answer is whole, or has become a tunnel.
    func succeeded() {
        guard let place else { return }
        if answersBadly { loop.failed(place, .status) } else { loop.succeeded(place) }
    }

    /// No answer came in time. It is not tried again: the member may still be at work on it.
    func timedOut() {
        if let place { loop.failed(place, .timeout) }
    }

    /// - Returns: whether it goes on, on a fresh connection to `target`.
    mutating func failed(_ failure: ForwardFailure) -> Bool {
        guard let failed = place else { return false }
        if let evidence = failure.evidence { loop.failed(failed, evidence) }
        tried.insert(MemberSet(failed))
        let next = loop.choose(
            for: session, again: request, after: failure.asTry(ofSent: isSent), at: failed, tries: count, tried: tried)
        guard let next else { return false }
        place = next
        count += 1
        isSent = false
        return true
    }
}

extension ForwardFailure {
    /// What it says about the member; `nil`: nothing.
    fileprivate var evidence: MemberFailure? {
        switch self {
        // Time that runs out for an answer does not come this way.
        case .unreachable, .addressRefused, .timeout: .connect
        case .certificateInvalid, .tlsTooWeak: .tls
        case .protocolViolation: .protocolViolation
        case .cutShort, .unanswered: .cutShort
        case .stale, .notProcessed, .full, .nobodyServes: nil
        }
    }

    /// What may have become of the request. One that was sent may have been acted on, unless there is word that it was not.
    fileprivate func asTry(ofSent isSent: Bool) -> TryFailure {
        switch self {
        case .unreachable, .addressRefused, .certificateInvalid, .tlsTooWeak, .timeout:
            isSent ? .unanswered : .unreached
        case .full: isSent ? .unanswered : .full
        case .notProcessed: .notProcessed
        case .stale: .stale
        case .unanswered: .unanswered
        case .protocolViolation, .cutShort, .nobodyServes: .final
        }
    }
}
