internal import GatewayIdentity
internal import GatewayStore
internal import Synchronization

/// How far the reading of everybody into memory has come, and who waits for it.
final class RollCall: Sendable {
    private struct State {
        var progress = PeopleReading.underWay
        var waiting: [CheckedContinuation<AccessFailure?, Never>] = []
    }

    private let state = Mutex(State())
    private let isOver = Atomic(false)

    /// For every handshake: one load.
    var isDone: Bool { isOver.load(ordering: .acquiring) }

    var progress: PeopleReading { state.withLock { $0.progress } }

    func begin() { state.withLock { $0.progress = .underWay } }

    /// - Parameter failure: `nil` when everybody is read.
    func end(_ failure: AccessFailure?) {
        if failure == nil { isOver.store(true, ordering: .releasing) }
        let waiting = state.withLock { state in
            state.progress = failure.map { .failed($0) } ?? .done
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume(returning: failure) }
    }

    /// Waits for the end of the reading that is under way.
    ///
    /// - Throws: why the last one failed, at once where none is under way.
    func everybody() async throws(AccessFailure) {
        guard !isDone else { return }
        let failure = await withCheckedContinuation { waiter in
            let progress = state.withLock { state in
                if case .underWay = state.progress { state.waiting.append(waiter) }
                return state.progress
            }
            switch progress {
            case .underWay: break
            case .failed(let failure): waiter.resume(returning: failure)
            case .done: waiter.resume(returning: nil)
            }
        }
        if let failure { throw failure }
    }
}

/// Whether everybody is in memory: the desk and all other administration wait for it, people at the gate do not.
public enum PeopleReading: Hashable, Sendable {
    case underWay
    /// It has to be tried again; meanwhile administration is refused with this, and the owner of each certificate is
    /// looked up one by one.
    case failed(AccessFailure)
    case done
}
