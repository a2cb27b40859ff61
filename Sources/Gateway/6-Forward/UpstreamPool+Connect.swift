internal import GatewayUpstreams
internal import NIOCore

/// The way to a fresh connection: a place at the member, then an address of its that was checked, then the transport.
extension UpstreamPool {
    /// - Parameter done: called once, with a connection that nobody uses yet.
    func connect(
        to target: UpstreamTarget, within limit: TimeAmount,
        _ done: @escaping (Result<any UpstreamLeg, ForwardFailure>) -> Void
    ) {
        target.member.slots.acquire(on: loop) { [self] grant in
            switch grant {
            case .slot(let slot): dial(target, holding: slot, within: limit, done)
            case .connection(let connection): done(.success(connection))
            case .refused:
                target.member.counters.refusedPlaces.note()
                done(.failure(.full))
            }
        }
    }

    /// - Parameter slot: `nil` for what takes no place.
    func dial(
        _ target: UpstreamTarget, holding slot: MemberSlot?, within limit: TimeAmount,
        _ done: @escaping (Result<any UpstreamLeg, ForwardFailure>) -> Void
    ) {
        switch target.member.addresses.finding {
        case .addresses(let addresses):
            transport(to: target, at: addresses, holding: slot, within: limit, done)
        case .refused:
            target.member.counters.refusedAddresses.note()
            done(.failure(.addressRefused))
        case .nothing:
            done(.failure(.unreachable))
        }
    }
}
