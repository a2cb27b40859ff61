public import GatewayIdentity

/// Whose tries are counted together: one kind of factor of one account.
public struct AttemptKey: Hashable, Sendable {
    public let account: AccountName
    public let factor: FactorKind

    public init(account: AccountName, factor: FactorKind) {
        self.account = account
        self.factor = factor
    }
}

/// Why no attempt is let through, or `open` when it is.
public enum AttemptLock: Hashable, Sendable {
    case open
    case until(UnixTime)
    case untilAdministrator
    /// Too many failures in a day or in a row: the authenticator itself is taken out of use.
    case disabled
}

/// What came of asking for an attempt.
public enum AttemptReservation: Hashable, Sendable {
    /// The attempt is counted as failed already; when that is stored the factor may be verified, and its answer given
    /// after `delay`.
    case allowed(CountedAttempt, delay: Duration)
    case locked(AttemptLock)
}

/// The count of wrong tries for one `AttemptKey`: a value, whose changes the store takes one version at a time.
///
/// An attempt is counted **before** it is verified and taken back by success. However many requests run at once, and
/// whenever the process dies, at most the permitted number of codes is ever compared.
public struct AttemptLedger: Hashable, Sendable {
    /// 0 before the first attempt. Each change makes the next number; the store writes it only over the one before.
    public private(set) var version: Int64
    /// Failures since the last lock, within the window, oldest first; shorter than `failuresBeforeLock`.
    public private(set) var recent: [UnixTime]
    /// Failures within the disabling window, oldest first; at most `failuresBeforeDisable`.
    public private(set) var daily: [UnixTime]
    /// Failures since the last success.
    public private(set) var consecutive: Int
    /// Locks since the last success.
    public private(set) var locks: Int
    public private(set) var lock: AttemptLock

    public init() { self.init(version: 0, recent: [], daily: [], consecutive: 0, locks: 0, lock: .open) }

    /// From the store.
    public init(version: Int64, recent: [UnixTime], daily: [UnixTime], consecutive: Int, locks: Int, lock: AttemptLock)
    {
        self.version = version
        self.recent = recent
        self.daily = daily
        self.consecutive = consecutive
        self.locks = locks
        self.lock = lock
    }

    /// The lock that holds at an instant; a clock that was set back lengthens a lock and never shortens it.
    public func lock(at now: UnixTime) -> AttemptLock {
        switch lock {
        case .open, .untilAdministrator, .disabled: lock
        case .until(let end): now < end ? lock : .open
        }
    }

    /// Counts one attempt as failed, unless a lock holds.
    ///
    /// - Parameter despiteLock: one try of somebody who brought an administrator's code for it. The lock stays; it is lifted when
    ///   everything was right (`unlocking`).
    public func reserving(at now: UnixTime, limits: AttemptLimits, despiteLock: Bool = false) -> AttemptReservation {
        let held = lock(at: now)
        guard held == .open || despiteLock else { return .locked(held) }
        var next = self
        next.version += 1
        next.recent = recent.filter { now - $0 < limits.window } + [now]
        next.daily = (daily.filter { now - $0 < limits.disableWindow } + [now]).suffix(limits.failuresBeforeDisable)
        next.consecutive += 1
        next.lock = .open
        let delay = limits.delay(ofAttempt: next.recent.count)
        next.lockIfDue(at: now, limits: limits)
        if held != .open && next.lock != .disabled { (next.lock, next.locks) = (held, locks) }
        return .allowed(CountedAttempt(at: now, before: self, after: next), delay: delay)
    }

    /// After a counted attempt proved right: it is taken back, and the run of failures before it is over. A lock that others brought
    /// meanwhile stays, and with it everything but the attempt's own count: the attempt may be minutes old.
    ///
    /// The other failures of the day stay: whoever holds a stolen certificate could otherwise guess for ever, between
    /// one login of the owner and the next.
    public func succeeding(_ attempt: CountedAttempt) -> AttemptLedger {
        guard lock == .open || isOwn(lockOf: attempt) else { return takingBack(attempt) }
        var next = AttemptLedger()
        next.version = version + 1
        next.daily = daily
        next.daily.removeLast(attempt.at)
        return next
    }

    /// As if a counted attempt had not been made: for one that was right where something else was wrong, so that nothing
    /// is proved by it. The run of failures goes on; a lock that others brought meanwhile stays.
    public func takingBack(_ attempt: CountedAttempt) -> AttemptLedger {
        var next = version == attempt.after.version ? attempt.before : self
        if version != attempt.after.version {
            if isOwn(lockOf: attempt) { (next.lock, next.locks) = (.open, attempt.before.locks) }
            next.recent.removeLast(attempt.at)
            next.daily.removeLast(attempt.at)
            next.consecutive = max(0, consecutive - 1)
        }
        next.version = version + 1
        return next
    }

    /// By an administrator. Lifting a lock gives one more set of tries and keeps the day's count; enabling a disabled
    /// authenticator starts anew.
    public func unlocking() -> AttemptLedger {
        switch lock {
        case .disabled:
            var next = AttemptLedger()
            next.version = version + 1
            return next
        case .open, .until, .untilAdministrator:
            var next = self
            next.version += 1
            next.recent = []
            next.lock = .open
            return next
        }
    }

    /// Whether the lock is the very one that the attempt brought: each has a number.
    private func isOwn(lockOf attempt: CountedAttempt) -> Bool {
        attempt.bringsLock && lock == attempt.after.lock && locks == attempt.after.locks
    }

    private mutating func lockIfDue(at now: UnixTime, limits: AttemptLimits) {
        if consecutive >= limits.consecutiveFailuresBeforeDisable || daily.count >= limits.failuresBeforeDisable {
            lock = .disabled
            recent = []
        } else if recent.count >= limits.failuresBeforeLock {
            lock = limits.lockTerm.lock(after: locks, from: now)
            locks += 1
            recent = []
        }
    }
}

extension [UnixTime] {
    fileprivate mutating func removeLast(_ instant: UnixTime) {
        if let place = lastIndex(of: instant) { remove(at: place) }
    }
}

extension AttemptLimits.LockTerm {
    fileprivate func lock(after earlierLocks: Int, from now: UnixTime) -> AttemptLock {
        switch self {
        case .untilAdministrator: .untilAdministrator
        case .doubling(let first, let longest):
            // 2^20 times any sensible first lock is past the longest, and stays clear of overflow.
            .until(now + min(first * (1 << min(earlierLocks, 20)), longest))
        }
    }
}
