internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayUpstreams
internal import NIOCore

/// Asks one member how it is: one request on a connection of its own, over the same road and as strictly read as those of people, but without any of
/// their facts. It takes no place of the member's: a busy one is not a sick one.
final class ActiveHealthCheck: UpstreamFront {
    private let group: UpstreamGroup
    private let place: Int
    private let rules: HealthCheckRules
    private let leg: any UpstreamLeg
    private var timeout: Scheduled<Void>?

    /// Asks, and tells the group.
    static func run(_ group: UpstreamGroup, _ place: Int, _ rules: HealthCheckRules, over pool: UpstreamPool) {
        let begun = NIODeadline.now()
        pool.dial(group.targets[place], for: nil, holding: nil, within: TimeAmount(rules.timeout)) { result in
            switch result {
            case .success(let leg):
                let left = rules.timeout - (Moment.now() - Moment(begun))
                ActiveHealthCheck(group, place, rules, leg).begin(within: left, on: pool.loop)
            case .failure(let failure):
                group.checked(place, .failed(failure), by: rules)
            }
        }
    }

    private init(_ group: UpstreamGroup, _ place: Int, _ rules: HealthCheckRules, _ leg: any UpstreamLeg) {
        self.group = group
        self.place = place
        self.rules = rules
        self.leg = leg
    }

    /// The timer holds it until it is over.
    private func begin(within limit: Duration, on loop: any EventLoop) {
        let me = NIOLoopBound(self, eventLoop: loop)
        timeout = loop.scheduleTask(in: TimeAmount(limit)) { me.value.conclude(.failed(.timeout)) }
        leg.begin(for: self, ResponseContext(), head: head, body: .none)
        leg.flush()
    }

    private var head: ByteBuffer {
        ByteBuffer(
            string: """
                GET \(rules.path) HTTP/1.1\r\nHost: \(group.checkHost ?? group.targets[place].authority)\r\n\
                User-Agent: Gwanmun-Health\r\nAccept: */*\r\nConnection: close\r\n\r\n
                """)
    }

    private func conclude(_ finding: CheckFinding) {
        guard let timeout else { return }
        timeout.cancel()
        self.timeout = nil
        leg.abandon()
        group.checked(place, finding, by: rules)
    }

    // MARK: The answer, of which the status is enough

    func upstreamAnswered(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer) {
        if !head.isInterim { conclude(.status(head.status)) }
    }

    func upstreamFailed(_ failure: ForwardFailure) { conclude(.failed(failure)) }
    func upstreamSent(_ body: ByteBuffer) {}
    func upstreamEnded(trailers: Trailers?) {}
    func upstreamReadComplete() {}
    func upstreamWritabilityChanged() {}
    func tunnelSent(_ bytes: ByteBuffer) {}
    func tunnelEnded() {}
}
