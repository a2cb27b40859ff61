internal import GatewayIdentity
internal import GatewayUpstreams
internal import NIOCore

/// The way to a fresh connection: a place at the member, then an address of its that was checked, then the transport.
extension UpstreamPool {
    /// - Parameters:
    ///   - request: whose connection it is to be, for the log.
    ///   - done: called once, with a connection that nobody uses yet.
    func connect(
        to target: UpstreamTarget, for request: RequestID, within limit: TimeAmount,
        _ done: @escaping UpstreamAwaited
    ) {
        if target.speaksHTTP2 {
            openShared(to: target, for: request, within: limit, done)
        } else {
            open(target, for: request, within: limit, done)
        }
    }

    /// Whoever comes while a connection is being opened waits for it: it has a stream for each.
    private func openShared(
        to target: UpstreamTarget, for request: RequestID, within limit: TimeAmount, _ done: @escaping UpstreamAwaited
    ) {
        let key = ObjectIdentifier(target)
        if let waiting = opening[key] {
            guard waiting.count < Self.mostWaiting else { return done(.failure(.full)) }
            opening[key] = waiting + [done]
            return
        }
        opening[key] = [done]
        open(target, for: request, within: limit) { [self] result in
            let waiting = opening.removeValue(forKey: key) ?? []
            waiting.first?(result)
            for next in waiting.dropFirst() {
                if case .failure = result {
                    next(result)
                } else if let leg = take(to: target) {
                    next(.success(leg))
                } else {
                    connect(to: target, for: request, within: limit, next)
                }
            }
        }
    }

    private static let mostWaiting = 1_000

    private func open(
        _ target: UpstreamTarget, for request: RequestID, within limit: TimeAmount, _ done: @escaping UpstreamAwaited
    ) {
        target.member.slots.acquire(on: loop) { [self] grant in
            switch grant {
            case .slot(let slot): dial(target, for: request, holding: slot, within: limit, done)
            case .connection(let connection):
                metrics.upstreamReused()
                done(.success(connection))
            case .refused:
                target.member.counters.refusedPlaces.note()
                done(.failure(.full))
            }
        }
    }

    /// - Parameters:
    ///   - request: `nil` for a check, which is told by what it changes.
    ///   - slot: `nil` for what takes no place.
    func dial(
        _ target: UpstreamTarget, for request: RequestID?, holding slot: MemberSlot?, within limit: TimeAmount,
        _ done: @escaping UpstreamAwaited
    ) {
        switch target.member.addresses.finding {
        case .addresses(let addresses):
            transport(to: target, at: addresses, for: request, holding: slot, within: limit, done)
        case .refused:
            target.member.counters.refusedAddresses.note()
            done(.failure(.addressRefused))
        case .nothing:
            done(.failure(.unreachable))
        }
    }
}
