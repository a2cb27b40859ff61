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

    mutating func sentBody() { request.hasSentBody = true }

    mutating func answered(_ status: Int) {
        answersBadly = loop.group.rules.ejection?.statuses.contains(status) == true
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
            for: session, again: request, after: failure.asTry, at: failed, tries: count, tried: tried)
        guard let next else { return false }
        place = next
        count += 1
        return true
    }
}

extension ForwardFailure {
    /// What it says about the member; `nil`: nothing.
    fileprivate var evidence: MemberFailure? {
        switch self {
        case .unreachable, .addressRefused: .connect
        case .certificateInvalid, .tlsTooWeak: .tls
        case .timeout: .timeout
        case .protocolViolation: .protocolViolation
        case .cutShort, .unanswered: .cutShort
        case .stale, .notProcessed, .full, .nobodyServes: nil
        }
    }

    /// What may have become of the request. Time-outs here are those of connecting.
    fileprivate var asTry: TryFailure {
        switch self {
        case .unreachable, .addressRefused, .certificateInvalid, .tlsTooWeak, .timeout, .full: .notSent
        case .stale: .stale
        case .notProcessed: .notProcessed
        case .unanswered: .unanswered
        case .protocolViolation, .cutShort, .nobodyServes: .final
        }
    }
}
