public import GatewayIdentity
public import GatewayLimits

/// Counters of failed attempts. They outlive restarts and are shared by all nodes.
public protocol AttemptStore: Sendable {
    /// A fresh ledger where none is stored.
    func attempts(for key: AttemptKey) async throws(StoreError) -> AttemptLedger

    /// Stores a ledger over the version just before its own.
    ///
    /// - Returns: `false` when another change came first; load and decide again.
    func compareAndSwap(_ ledger: AttemptLedger, for key: AttemptKey) async throws(StoreError) -> Bool

    /// Every ledger that holds a lock or did, for the desk.
    func lockedAttempts() async throws(StoreError) -> [AttemptKey: AttemptLedger]
}

extension AttemptStore {
    /// Counts an attempt as failed before its factor is verified, or says which lock holds.
    ///
    /// - Parameter despiteLock: for one try, by a code that an administrator ordered and that is used up.
    /// - Returns: `.allowed` only after the count is stored.
    /// - Throws: `.busy` when the ledger changed under every retry; the attempt must not be verified then.
    public func reserveAttempt(
        for key: AttemptKey, at now: UnixTime, limits: AttemptLimits, despiteLock: Bool = false
    ) async throws(StoreError) -> AttemptReservation {
        for _ in 0..<maximumRetries {
            let reservation = try await attempts(for: key).reserving(
                at: now, limits: limits, despiteLock: despiteLock)
            switch reservation {
            case .locked: return reservation
            case .allowed(let attempt, _):
                if try await compareAndSwap(attempt.after, for: key) { return reservation }
            }
        }
        throw .busy
    }

    /// Takes an attempt's count back, and ends the run of failures, after everything that was shown was right.
    public func recordSuccess(of attempt: CountedAttempt, for key: AttemptKey) async throws(StoreError) {
        try await change(key) { $0.succeeding(attempt) }
    }

    /// Takes an attempt's count back, and nothing else.
    public func takeBack(_ attempt: CountedAttempt, for key: AttemptKey) async throws(StoreError) {
        try await change(key) { $0.takingBack(attempt) }
    }

    /// Lifts a lock, by an administrator whose right to do so was checked.
    public func unlock(_ key: AttemptKey) async throws(StoreError) {
        try await change(key) { $0.unlocking() }
    }

    private func change(_ key: AttemptKey, _ next: (AttemptLedger) -> AttemptLedger) async throws(StoreError) {
        for _ in 0..<maximumRetries {
            if try await compareAndSwap(next(attempts(for: key)), for: key) { return }
        }
        throw .busy
    }

    /// Each lost race means that another attempt was counted, and locks end those soon.
    private var maximumRetries: Int { 128 }
}
