internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayStore
internal import Testing

extension StoreContract {
    private static let key = AttemptKey(account: Sample.name("kim-7f3a"), factor: .totp)

    static let attempts: [StoreClaim] = [
        StoreClaim("of 100 attempts at once no more than the limit are let through") { store in
            try await store.insert(Sample.account())
            for (factor, limits) in [(FactorKind.totp, AttemptLimits.normal), (.password, .strict)] {
                let key = AttemptKey(account: Sample.name("kim-7f3a"), factor: factor)
                let allowed = try await winners(of: 100) { _ in
                    switch try await store.reserveAttempt(for: key, at: Sample.start, limits: limits) {
                    case .allowed: true
                    case .locked: false
                    }
                }
                #expect(allowed == limits.failuresBeforeLock)
            }
        },
        StoreClaim("a ledger is written only over the version before its own") { store in
            try await store.insert(Sample.account())
            let first = try counted(AttemptLedger())
            let second = try counted(first)
            #expect(try await store.compareAndSwap(second, for: key) == false)
            #expect(try await store.compareAndSwap(first, for: key))
            #expect(try await store.compareAndSwap(first, for: key) == false)
            #expect(try await store.compareAndSwap(second, for: key))
            #expect(try await store.attempts(for: key) == second)
        },
        StoreClaim("counters are apart by account and by factor") { store in
            try await store.insert(Sample.account())
            #expect(try await store.compareAndSwap(counted(AttemptLedger()), for: key))
            let other = AttemptKey(account: key.account, factor: .recoveryCode)
            #expect(try await store.attempts(for: other) == AttemptLedger())
        },
        StoreClaim("every lock comes back as it was put, and is listed") { store in
            try await store.insert(Sample.account())
            let locks: [AttemptLock] = [.until(Sample.start), .untilAdministrator, .disabled, .open]
            for (lock, factor) in zip(locks, FactorKind.allCases) {
                let ledger = AttemptLedger(
                    version: 1, recent: [Sample.start], daily: [Sample.start, Sample.start + .milliseconds(1)],
                    consecutive: 3, locks: 2, lock: lock)
                let key = AttemptKey(account: Sample.name("kim-7f3a"), factor: factor)
                #expect(try await store.compareAndSwap(ledger, for: key))
                #expect(try await store.attempts(for: key) == ledger)
            }
            #expect(try await Set(store.lockedAttempts().values.map(\.lock)) == Set(locks.dropLast()))
        },
        StoreClaim("a success takes the count back, an administrator lifts the lock") { store in
            try await store.insert(Sample.account())
            for _ in 0..<3 { _ = try await store.reserveAttempt(for: key, at: Sample.start, limits: .strict) }
            #expect(try await store.attempts(for: key).lock == .untilAdministrator)
            try await store.unlock(key)
            #expect(try await store.attempts(for: key).lock == .open)
            let attempt = try counting(
                try await store.reserveAttempt(for: key, at: Sample.start, limits: .strict))
            try await store.recordSuccess(of: attempt, for: key)
            #expect(try await store.attempts(for: key).consecutive == 0)
            let next = try counting(try await store.reserveAttempt(for: key, at: Sample.start, limits: .strict))
            try await store.takeBack(next, for: key)
            #expect(try await store.attempts(for: key).recent.isEmpty)
        },
        StoreClaim("no attempt is counted for an account that is not there") { store in
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.reserveAttempt(for: key, at: Sample.start, limits: .normal)
            }
        },
    ]

    private static func counted(_ ledger: AttemptLedger) throws -> AttemptLedger {
        try counting(ledger.reserving(at: Sample.start, limits: .normal)).after
    }

    private static func counting(_ reservation: AttemptReservation) throws -> CountedAttempt {
        switch reservation {
        case .allowed(let attempt, _): return attempt
        case .locked: throw StoreError.busy
        }
    }
}
