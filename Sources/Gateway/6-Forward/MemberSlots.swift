internal import GatewayIdentity
internal import GatewayUpstreams
internal import NIOCore
internal import Synchronization

/// The connections that one member takes from all loops of the node. A lock is taken when one is made or ends, not when one is used again.
final class MemberSlots: Sendable {
    /// What comes of asking for a place.
    enum Grant {
        case slot(MemberSlot)
        /// A connection that has just come free on this loop, and its place with it.
        case connection(UpstreamConnection)
        /// All places are taken, and the wait is over or there was no room to wait.
        case refused
    }

    struct Waiter: Sendable {
        let loop: any EventLoop
        let receive: NIOLoopBound<(Grant) -> Void>
    }

    private let slots: Mutex<ConnectionSlots<Waiter>>
    /// Somebody waits; read without the lock by loops that have connections to spare.
    private let wanted = Atomic(false)

    init(_ rules: ConnectionRules) { slots = Mutex(ConnectionSlots(rules)) }

    func adopt(_ rules: ConnectionRules) { slots.withLock { $0.adopt(rules) } }

    var taken: Int { slots.withLock { $0.taken } }
    var waiting: Int { slots.withLock { $0.waiting } }
    var isWanted: Bool { wanted.load(ordering: .relaxed) }

    /// - Parameter receive: called once, on `loop`: before this returns if there is a place.
    func acquire(on loop: any EventLoop, _ receive: @escaping (Grant) -> Void) {
        let bound = NIOLoopBound(receive, eventLoop: loop)
        switch change({ $0.take(orWait: Waiter(loop: loop, receive: bound)) }) {
        case .granted: receive(.slot(MemberSlot(of: self)))
        case .refused: receive(.refused)
        case .queued(let ticket, let patience):
            loop.scheduleTask(in: .milliseconds(patience.wholeMilliseconds)) { [self] in
                if change({ $0.withdraw(ticket) }) { bound.value(.refused) }
            }
        }
    }

    /// - Returns: whether the first in line waits on this loop, and has it now.
    func lend(_ connection: UpstreamConnection, on loop: any EventLoop) -> Bool {
        guard let waiter = change({ $0.lend { $0.loop === loop } }) else { return false }
        waiter.receive.value(.connection(connection))
        return true
    }

    fileprivate func release() {
        guard let waiter = change({ $0.release() }) else { return }
        let slot = MemberSlot(of: self)
        waiter.loop.execute { waiter.receive.value(.slot(slot)) }
    }

    private func change<Result: Sendable>(_ body: @Sendable (inout ConnectionSlots<Waiter>) -> Result) -> Result {
        slots.withLock { slots in
            defer { wanted.store(slots.waiting > 0, ordering: .relaxed) }
            return body(&slots)
        }
    }
}

/// One place. It gives itself back when the connection that holds it is gone, however it goes.
final class MemberSlot: Sendable {
    private let slots: MemberSlots

    fileprivate init(of slots: MemberSlots) { self.slots = slots }
    deinit { slots.release() }
}
