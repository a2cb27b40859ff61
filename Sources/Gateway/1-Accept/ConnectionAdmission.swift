internal import GatewayIdentity
internal import Synchronization

/// Connection slots: in total, and per source address (IPv6 by /64). No slot, no work.
///
/// The last of them are kept: an eighth for sources that people of ours come from, of those a quarter for the desk. Strangers who fill all that is
/// left shut out other strangers.
///
/// Shared by all event loops; taken and given back once a connection, so a lock is cheap enough.
final class ConnectionAdmission: Sendable {
    struct Limits: Sendable {
        var total: Int
        var perSource: Int
    }

    enum Refusal: Error, Equatable {
        case total, source
    }

    private struct Slots {
        var total = 0
        var bySource: [NetworkAddress: Int] = [:]
    }

    private let limits: Limits
    private let slots = Mutex(Slots())

    init(limits: Limits) { self.limits = limits }

    /// Takes a slot for somebody. Whoever gets one gives it back by dropping it.
    func admit(_ arrival: Arrival) throws(Refusal) -> ConnectionSlot {
        let slot = try admitUnnamed(arrival.rank)
        try slot.name(arrival)
        return slot
    }

    /// Takes a slot whose source is yet to be named: it counts in total, so that a proxy gone wild cannot take more than there is.
    func admitUnnamed(_ rank: Rank) throws(Refusal) -> ConnectionSlot {
        let share = share(of: rank)
        let isTaken = slots.withLock { slots in
            guard slots.total < share else { return false }
            slots.total += 1
            return true
        }
        guard isTaken else { throw .total }
        return ConnectionSlot(admission: self)
    }

    var open: Int { slots.withLock { $0.total } }

    private func share(of rank: Rank) -> Int {
        switch rank {
        case .stranger: limits.total - limits.total / 8
        case .acquaintance: limits.total - limits.total / 32
        case .desk: limits.total
        }
    }

    /// - Parameter arrival: holds a slot in total already.
    fileprivate func take(_ arrival: Arrival) throws(Refusal) {
        let (source, share) = (arrival.source.throttleKey, share(of: arrival.rank))
        let refusal: Refusal? = slots.withLock { slots in
            guard slots.total <= share else { return .total }
            let count = slots.bySource[source, default: 0]
            guard count < limits.perSource else { return .source }
            slots.bySource[source] = count + 1
            return nil
        }
        if let refusal { throw refusal }
    }

    fileprivate func giveBack(_ source: NetworkAddress?) {
        slots.withLock { slots in
            slots.total -= 1
            guard let source else { return }
            let left = slots.bySource[source, default: 1] - 1
            slots.bySource[source] = left > 0 ? left : nil
        }
    }
}

/// One connection's place; it gives itself back. It stays on the connection's event loop.
final class ConnectionSlot {
    private let admission: ConnectionAdmission
    private var source: NetworkAddress?

    fileprivate init(admission: ConnectionAdmission) { self.admission = admission }

    /// The connection is theirs; once.
    func name(_ arrival: Arrival) throws(ConnectionAdmission.Refusal) {
        precondition(source == nil, "a connection has one source")
        try admission.take(arrival)
        source = arrival.source.throttleKey
    }

    deinit { admission.giveBack(source) }
}

@available(*, unavailable)
extension ConnectionSlot: Sendable {}
