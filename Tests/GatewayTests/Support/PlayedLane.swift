import GatewayAudit
import Synchronization

/// A trail without a disk: keeps records as they were formed, and fails or takes its time when a test says so.
final class PlayedLane: AuditLane {
    enum Mood {
        case keeps
        /// Nothing becomes durable until the test says so.
        case hesitates
        case refuses
    }

    private struct State {
        var records: [String] = []
        var waiting: [@Sendable (Result<Void, AuditFailure>) -> Void] = []
        var mood = Mood.keeps
    }

    private let state = Mutex(State())

    var mood: Mood {
        get { state.withLock { $0.mood } }
        set { state.withLock { $0.mood = newValue } }
    }

    var failure: AuditFailure? {
        if case .refuses = mood { .diskFull } else { nil }
    }

    let fill = 0.0

    var records: [String] { state.withLock { $0.records } }

    func append(_ body: UnsafeRawBufferPointer) throws(AuditFailure) { try keep(body) { _ in } }

    func append(_ body: UnsafeRawBufferPointer, onDurable: @escaping @Sendable (Result<Void, AuditFailure>) -> Void)
        throws(AuditFailure)
    {
        try keep(body) { $0.waiting.append(onDurable) }
    }

    private func keep(_ body: UnsafeRawBufferPointer, _ change: (inout sending State) -> Void) throws(AuditFailure) {
        let record = String(decoding: body, as: UTF8.self)
        let isKept = state.withLock { state in
            if case .refuses = state.mood { return false }
            state.records.append(record)
            change(&state)
            return true
        }
        if !isKept { throw .diskFull }
    }

    /// The disk has answered; on the loop, as a real lane would.
    func settle(_ result: Result<Void, AuditFailure> = .success(())) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for completion in waiting { completion(result) }
    }
}
