internal import GatewayAccess
internal import GatewayIdentity

/// Who is at the other end of one connection, and what is kept about them from one request to the next.
final class Caller {
    let loop: LoopContext
    let role: ListenerRole
    let flow: RequestFlow
    let identity: IdentityBlock
    let records: ConnectionRecords
    /// What was asked for on this connection without a session.
    let alone = VisitorActivity()

    init(_ peer: Peer, on loop: LoopContext, at role: ListenerRole) {
        self.loop = loop
        self.role = role
        flow = RequestFlow(node: loop.node, listener: role, peer: peer, pressure: loop.pressure)
        identity = IdentityBlock(peer: peer, issuer: loop.node.assertions, access: loop.node.access)
        records = ConnectionRecords(peer: peer)
    }

    var peer: Peer { flow.peer }
    var source: NetworkAddress { flow.peer.source }
    var node: GateNode { loop.node }
}
