internal import GatewayIdentity
internal import GatewayProxyProtocol
internal import NIOCore

/// The way of an accepted socket: a slot, its true source, another look at who comes first, and then the wait for a turn to shake hands.
struct Entrance {
    let loop: LoopContext
    let role: ListenerRole
    /// Networks from which a PROXY header is demanded.
    let proxies: [CIDRBlock]

    private var node: GateNode { loop.node }

    /// - Parameter peer: the other end of the socket.
    /// - Throws: when the connection is not taken; whoever accepted it closes it.
    func receive(_ channel: any Channel, from peer: NetworkAddress) throws(EntranceRefusal) {
        guard proxies.contains(where: { $0.contains(peer) }) else {
            let arrival = arrival(of: peer)
            let slot = try slot(for: arrival.rank)
            return try open(channel, to: arrival, slot)
        }
        // Whose it is may turn out to be anybody's.
        let slot = try slot(for: .acquaintance)
        let handler = ProxyHeaderHandler(loop: loop) { (header, context) throws(EntranceRefusal) in
            try open(context.channel, to: arrival(by: header, from: peer), slot)
        }
        try add(handler, to: channel)
    }

    /// The last in the pipeline from now on, until TLS comes behind it.
    private func open(
        _ channel: any Channel, to arrival: Arrival, _ slot: ConnectionSlot
    ) throws(EntranceRefusal) {
        guard !loop.handshakes.turnsAway(arrival.rank) else { throw counted(.pressure) }
        do throws(ConnectionAdmission.Refusal) {
            try slot.name(arrival)
        } catch {
            throw counted(.slot(error))
        }
        try add(Vestibule(loop: loop, role: role, arrival: arrival, slot: slot), to: channel)
        loop.metrics.connectionOpened(on: role)
        channel.closeFuture.assumeIsolated().whenComplete { [loop, role] _ in loop.metrics.connectionClosed(on: role) }
    }

    private func slot(for rank: Rank) throws(EntranceRefusal) -> ConnectionSlot {
        do throws(ConnectionAdmission.Refusal) {
            return try node.admission.admitUnnamed(rank)
        } catch {
            throw counted(.slot(error))
        }
    }

    private func add(_ handler: any ChannelHandler, to channel: any Channel) throws(EntranceRefusal) {
        do { try channel.pipeline.syncOperations.addHandler(handler) } catch { throw .gone }
    }

    private func counted(_ refusal: EntranceRefusal) -> EntranceRefusal {
        if let refused = RefusedConnection(refusal) { loop.metrics.connectionRefused(refused) }
        return refusal
    }

    // MARK: Whose it is

    private func arrival(of source: NetworkAddress) -> Arrival {
        Arrival(source: source, rank: node.acquaintances.rank(of: source, on: role, at: loop.clock.now()))
    }

    private func arrival(by header: ProxyHeader, from peer: NetworkAddress) -> Arrival {
        switch header {
        case .forwarded(let source): arrival(of: source)
        // A probe: who asks whether we are well is told to the last.
        case .local: Arrival(source: peer, rank: max(.acquaintance, arrival(of: peer).rank))
        // The proxy's address is all there is to go by, and no recommendation.
        case .unnamed: Arrival(source: peer, rank: role == .desk ? .desk : .stranger)
        }
    }
}

/// Why an accepted socket is closed again.
enum EntranceRefusal: Error, Equatable {
    case slot(ConnectionAdmission.Refusal)
    case pressure
    /// It closed meanwhile.
    case gone
}
