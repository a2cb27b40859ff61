internal import GatewayIdentity
internal import GatewayProxyProtocol
internal import GatewayTLS
internal import NIOCore

/// The way of an accepted socket: a slot, its true source, and only then TLS and what is behind it.
struct Entrance {
    let loop: LoopContext
    let role: ListenerRole
    /// Networks from which a PROXY header is demanded.
    let proxies: [CIDRBlock]

    /// - Parameter peer: the other end of the socket.
    /// - Throws: when the connection is not taken; whoever accepted it closes it.
    func receive(_ channel: any Channel, from peer: NetworkAddress) throws {
        let slot = try counted { () throws(ConnectionAdmission.Refusal) in try loop.node.admission.admitUnnamed() }
        guard proxies.contains(where: { $0.contains(peer) }) else {
            return try open(channel, to: peer, slot)
        }
        let handler = ProxyHeaderHandler(loop: loop) { header, context in
            try open(context.channel, to: header.source ?? peer, slot, behind: context.handler)
        }
        try channel.pipeline.syncOperations.addHandler(handler)
    }

    /// - Parameter previous: what stands between the socket and TLS.
    private func open(
        _ channel: any Channel, to source: NetworkAddress, _ slot: ConnectionSlot,
        behind previous: (any ChannelHandler)? = nil
    ) throws {
        try counted { () throws(ConnectionAdmission.Refusal) in try slot.name(source) }
        loop.metrics.connectionOpened(on: role)
        channel.closeFuture.assumeIsolated().whenComplete { [loop, role] _ in loop.metrics.connectionClosed(on: role) }
        guard let context = loop.node.tls(for: role) else { throw ChannelError.operationUnsupported }
        let tls = try TLSHandler(server: context, scratch: loop.scratch)
        let greeting = Greeting(loop: loop, role: role, source: source, slot: slot)
        try channel.pipeline.syncOperations.addHandlers(
            [tls, greeting], position: previous.map { .after($0) } ?? .last)
    }

    private func counted<T>(_ admit: () throws(ConnectionAdmission.Refusal) -> T) throws(ConnectionAdmission.Refusal)
        -> T
    {
        do {
            return try admit()
        } catch {
            loop.metrics.connectionRefused(RefusedConnection(error))
            throw error
        }
    }
}

extension ProxyHeader {
    /// `nil`: the connection is the proxy's own, or of somebody it cannot name. Then the proxy's address is all there is to go by.
    fileprivate var source: NetworkAddress? {
        switch self {
        case .forwarded(let source): source
        case .local, .unnamed: nil
        }
    }
}
