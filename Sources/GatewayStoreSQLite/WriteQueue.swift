internal import GRDB
internal import GatewayStore
internal import Synchronization

/// Changes on their way to the disk. Those that wait for the one writer at the same time share its next transaction, each under a
/// savepoint of its own, and so the one flush that makes them last: many logins a second cost few flushes.
///
/// A change that fails takes itself back and nobody else. A transaction that fails fails all of its changes, none of which was told
/// of before.
final class WriteQueue: Sendable {
    /// What may be in one transaction: the first of them waits for the last.
    private static let transactionLimit = 64

    private struct Change: Sendable {
        let make: @Sendable (Database) throws -> Void
        /// Told once: `nil` when the change is on the disk.
        let end: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Change] = []
        var isWriting = false
    }

    private let pool: DatabasePool
    private let state = Mutex(State())

    /// How many wait for the writer.
    var waiting: Int { state.withLock { $0.waiting.count } }

    init(_ pool: DatabasePool) { self.pool = pool }

    /// Once begun a change is finished even if its caller is cancelled.
    ///
    /// - Returns: when the change is on the disk.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let made = Mutex<Value?>(nil)
            enqueue(
                Change { db in
                    let value = try body(db)
                    made.withLock { $0 = value }
                } end: { error in
                    switch (error, made.withLock({ $0 })) {
                    case (let error?, _): continuation.resume(throwing: error)
                    case (nil, let value?): continuation.resume(returning: value)
                    case (nil, nil): continuation.resume(throwing: StoreError.unavailable("a change was not made"))
                    }
                })
        }
    }

    private func enqueue(_ change: Change) {
        let isFirst = state.withLock { state in
            state.waiting.append(change)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isFirst { writeNext() }
    }

    /// The writer asks for the changes when it is free, so that everything that waited until then goes along.
    private func writeNext() {
        let batch = Mutex<[(change: Change, failure: (any Error)?)]>([])
        pool.asyncWrite { [self] db in
            let changes = takeWaiting()
            batch.withLock { $0 = changes.map { ($0, nil) } }
            for (index, change) in changes.enumerated() {
                let failure = try Self.failure(of: change, in: db)
                batch.withLock { $0[index].failure = failure }
            }
        } completion: { [self] _, result in
            let lost: (any Error)?
            switch result {
            case .success: lost = nil
            case .failure(let error): lost = error
            }
            var ended = batch.withLock { $0 }
            // The transaction did not even begin.
            if ended.isEmpty { ended = takeWaiting().map { ($0, lost) } }
            for (change, failure) in ended { change.end(lost ?? failure) }
            goOn()
        }
    }

    private func takeWaiting() -> [Change] {
        state.withLock { state in
            let changes = Array(state.waiting.prefix(Self.transactionLimit))
            state.waiting.removeFirst(changes.count)
            return changes
        }
    }

    private func goOn() {
        let isMore = state.withLock { state in
            state.isWriting = !state.waiting.isEmpty
            return state.isWriting
        }
        if isMore { writeNext() }
    }

    /// - Returns: why the change took itself back.
    /// - Throws: when SQLite took the whole transaction back (a full disk, for one), and with it the changes before this one.
    private static func failure(of change: Change, in db: Database) throws -> (any Error)? {
        do {
            try db.inSavepoint {
                try change.make(db)
                return .commit
            }
            return nil
        } catch {
            guard db.isInsideTransaction else { throw error }
            return error
        }
    }
}
