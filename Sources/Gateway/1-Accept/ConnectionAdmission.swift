internal import GatewayIdentity
internal import Synchronization

/// Connection slots: in total, and per source address (IPv6 by /64). No slot, no work.
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

    /// Takes a slot for `source`. Whoever gets one gives it back by dropping it.
    func admit(_ source: NetworkAddress) throws(Refusal) -> ConnectionSlot {
        let slot = try admitUnnamed()
        try slot.name(source)
        return slot
    }

    /// Takes a slot whose source a proxy has yet to name: it counts in total, so that a proxy gone wild cannot take more than there is.
    func admitUnnamed() throws(Refusal) -> ConnectionSlot {
        let isTaken = slots.withLock { slots in
            guard slots.total < limits.total else { return false }
            slots.total += 1
            return true
        }
        guard isTaken else { throw .total }
        return ConnectionSlot(admission: self)
    }

    var open: Int { slots.withLock { $0.total } }

    fileprivate func take(_ source: NetworkAddress) throws(Refusal) {
        let isTaken = slots.withLock { slots in
            let count = slots.bySource[source, default: 0]
            guard count < limits.perSource else { return false }
            slots.bySource[source] = count + 1
            return true
        }
        guard isTaken else { throw .source }
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

    /// The connection is this source's; once.
    func name(_ source: NetworkAddress) throws(ConnectionAdmission.Refusal) {
        precondition(self.source == nil, "a connection has one source")
        try admission.take(source.throttleKey)
        self.source = source.throttleKey
    }

    deinit { admission.giveBack(source) }
}

@available(*, unavailable)
extension ConnectionSlot: Sendable {}
