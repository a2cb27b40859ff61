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
    func admit(_ source: NetworkAddress) -> Result<ConnectionSlot, Refusal> {
        let key = source.throttleKey
        let refusal: Refusal? = slots.withLock { slots in
            guard slots.total < limits.total else { return .total }
            let count = slots.bySource[key, default: 0]
            guard count < limits.perSource else { return .source }
            slots.total += 1
            slots.bySource[key] = count + 1
            return nil
        }
        if let refusal { return .failure(refusal) }
        return .success(ConnectionSlot(admission: self, source: key))
    }

    var open: Int { slots.withLock { $0.total } }

    fileprivate func giveBack(_ source: NetworkAddress) {
        slots.withLock { slots in
            slots.total -= 1
            let left = slots.bySource[source, default: 1] - 1
            slots.bySource[source] = left > 0 ? left : nil
        }
    }
}

/// One connection's place; it gives itself back.
final class ConnectionSlot: Sendable {
    private let admission: ConnectionAdmission
    private let source: NetworkAddress

    fileprivate init(admission: ConnectionAdmission, source: NetworkAddress) {
        self.admission = admission
        self.source = source
    }

    deinit { admission.giveBack(source) }
}
