public import GatewayIdentity
internal import GatewaySessions
internal import GatewayStore
internal import Synchronization

/// What time brings about: run once a second by whoever owns the node's timers.
public struct Housekeeping: Sendable {
    /// Sessions that ended stay in the store this long, for the desk; the record keeps them for years.
    static let keptAfterEnd = Duration.seconds(30 * 86400)
    /// How long the times at which sessions were last seen may be in memory alone. A crash makes a session look idle
    /// by that much more.
    static let timesHeld = Duration.seconds(10)

    /// As long as what is kept of partners (compliance profile nct-2025-04, 2.9).
    static let measuresKept = Duration.seconds(3 * 366 * 86400)

    let core: AccessCore

    /// Ends sessions whose time is up, lets locks and grants run out, writes down ends and times that are still only
    /// in memory, ends logins that nobody goes on with, sends warnings held back.
    ///
    /// - Throws: the first thing that could not be written, after everything was tried. It is tried again next time;
    ///   nothing in memory waits for it.
    public func tick(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) {
        endExpired(at: now, requestID)
        runOutLocksAndGrants(at: now, requestID)
        core.warnings.flush(at: now)
        var failure: AccessFailure?
        do throws(AccessFailure) {
            try await core.abandon(core.openLogins.takeExpired(at: now))
        } catch {
            failure = error
        }
        do throws(AccessFailure) { try await core.ender.writeDown() } catch { failure = failure ?? error }
        do throws(AccessFailure) {
            try await GrantEndings(core: core, now: now, requestID: requestID).close()
        } catch {
            failure = failure ?? error
        }
        do throws(AccessFailure) {
            try await BindingEndings(core: core, now: now, requestID: requestID).close()
        } catch {
            failure = failure ?? error
        }
        if core.timesWritten.withLock({ now >= $0 + Self.timesHeld }) {
            do throws(AccessFailure) { try await writeTimes(at: now) } catch { failure = failure ?? error }
        }
        do throws(AccessFailure) { try await remind(at: now, requestID) } catch { failure = failure ?? error }
        if let failure { throw failure }
    }

    /// Once an hour, and at the first tick.
    private func remind(at now: UnixTime, _ requestID: RequestID) async throws(AccessFailure) {
        let isDue = core.reminded.withLock { last in
            guard last.map({ now >= $0 + .seconds(3600) || now < $0 }) ?? true else { return false }
            last = now
            return true
        }
        if isDue { try await EndingReminders(core: core, now: now, requestID: requestID).send() }
    }

    /// Writes down everything that is only in memory, before the node stops.
    public func settle(at now: UnixTime) async throws(AccessFailure) {
        core.warnings.flush(at: .distantFuture)
        try await core.abandon(core.openLogins.takeAll())
        try await core.ender.writeDown()
        try await writeTimes(at: now)
        try await writeUses()
    }

    /// Forgets what is over: used-up codes, sessions that ended a month ago. Once an hour is enough.
    public func sweep(at now: UnixTime) async throws(AccessFailure) {
        do throws(StoreError) {
            try await core.ports.store.removeCodes(expiredBefore: now)
            try await core.ports.store.removeChallenges(expiredBefore: now)
            try await core.ports.store.removeNotices(endedBefore: now - Self.keptAfterEnd)
            _ = try await core.ports.store.removeSessions(endedBefore: now - Self.keptAfterEnd)
            try await core.ports.store.removeMeasures(takenBefore: now - Self.measuresKept)
            try await core.ports.store.removePlaces(lastSeenBefore: now - LoginRemarks.placesKept)
        } catch {
            throw AccessFailure(error)
        }
    }

    /// The next instant at which a lock or a grant turns, in case the owner of the timers wants to be there on time.
    public var nextChange: UnixTime? { core.directory.value.nextChange(after: core.now()) }

    private func endExpired(at now: UnixTime, _ requestID: RequestID) {
        var hasEnded = false
        for session in core.registry.all where !session.hasEnded {
            guard let cause = session.timeEnd(at: now) else { continue }
            let order = SessionEnder.Order(cause: cause, actor: .gateway, requestID: requestID, at: now)
            if !core.ender.end([session], order).isEmpty { hasEnded = true }
        }
        if hasEnded { core.advanceEpoch() }
    }

    private func runOutLocksAndGrants(at now: UnixTime, _ requestID: RequestID) {
        let before = core.lastTick.withLock { last in
            defer { last = max(last, now) }
            return last
        }
        var hasTurned = false
        core.directory.update { hasTurned = $0.advance(from: before, to: now) }
        if hasTurned { core.advanceEpoch() }
        endClosed(from: before, to: now, requestID)
    }

    /// The hour of an emergency account is over: so is whatever it opened.
    private func endClosed(from before: UnixTime, to now: UnixTime, _ requestID: RequestID) {
        for account in core.directory.value.openingsEnded(after: before, by: now) {
            let order = SessionEnder.Order(cause: .policy, actor: .gateway, requestID: requestID, at: now)
            if !core.ender.end(core.registry.sessions(of: account), order).isEmpty { core.advanceEpoch() }
        }
    }

    private func writeTimes(at now: UnixTime) async throws(AccessFailure) {
        core.timesWritten.withLock { $0 = now }
        let seen = core.registry.takeTouches()
        guard !seen.isEmpty else { return }
        do throws(StoreError) {
            try await core.ports.store.touch(seen)
        } catch {
            core.registry.returnTouches(seen.keys)
            throw AccessFailure(error)
        }
    }
}

extension LiveSession {
    /// A clock that was set back refuses sessions from the future, and ends none of them.
    fileprivate func timeEnd(at now: UnixTime) -> SessionEndCause? {
        let reason = expiry(at: now)
        if reason == .sessionIdle { return .idle }
        return reason == .sessionAbsolute ? .absolute : nil
    }
}
