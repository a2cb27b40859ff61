internal import GatewayAccess
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewaySessions
internal import GatewayStore
internal import NIOCore

/// A connection as those see it who watch. Asked for only while somebody does.
extension Caller {
    /// The same, of connections alone on which something runs.
    func transferring(_ passages: some Sequence<Passage>, at now: UnixTime) -> LiveConnection? {
        passages.contains { $0.isRunning } ? watched(passages, at: now) : nil
    }

    /// - Parameter passages: its requests.
    func watched(_ passages: some Sequence<Passage>, at now: UnixTime) -> LiveConnection? {
        guard case .verified(let client) = peer.standing else { return nil }
        let place: LivePlace
        switch flow.place {
        case .console(let route): place = .console(route.console, route.grade)
        case .gate: place = .gate
        case .desk: place = .desk
        case nil: return nil
        }
        return LiveConnection(
            account: client.account.name, certificate: client.certificate, source: source,
            country: node.access.country(of: source), openedAt: peer.arrivedAt, session: flow.session?.id,
            place: place, alone: alone.counts, streams: passages.compactMap { $0.watched() })
    }
}

extension Passage {
    /// A request that takes no longer than this is over before anybody could look at it.
    private static let glance = TimeAmount.milliseconds(500)

    fileprivate var isRunning: Bool {
        switch phase {
        case .tunnel: true
        case .forwarding(let running): NIODeadline.now() - running.started > Self.glance
        case .idle, .collecting, .waiting, .streaming, .over: false
        }
    }

    fileprivate func watched() -> LiveStream? {
        let exchange: Exchange
        let kind: LiveStream.Kind
        switch phase {
        case .tunnel(let running): (exchange, kind) = (running, .webSocket)
        case .forwarding(let running):
            guard NIODeadline.now() - running.started > Self.glance else { return nil }
            exchange = running
            kind = running.isGRPC ? .grpc : running.isEventStream ? .events : .transfer
        case .idle, .collecting, .waiting, .streaming, .over: return nil
        }
        return LiveStream(
            kind: kind, request: exchange.id, console: exchange.route.console, startedAt: exchange.startedAt,
            bytesIn: exchange.bytesIn,
            bytesOut: exchange.bytesOut)
    }
}

extension ResponseHead {
    /// `text/event-stream` (HTML § 9.2).
    func isEventStream(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let type = fields.first(.contentType) else { return false }
        let name: StaticString = "text/event-stream"
        let value = bytes[type.value]
        return value.count >= name.utf8CodeUnitCount
            && zip(value, UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
                .allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
