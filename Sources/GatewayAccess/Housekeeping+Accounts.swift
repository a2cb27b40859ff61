public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

/// The rules about accounts that nobody uses, reviews or decides on. Carried out without an operator, recorded as the
/// gateway's own doing.
extension Housekeeping {
    /// The security officer is told again after so long.
    static let tellAgain = Duration.days(7)
    /// How long an overdue review is only told of, before it suspends where the site says so.
    static let grace = Duration.days(14)

    /// Every few minutes is enough. Waits for nobody: before everybody is known it does nothing.
    public func careForAccounts(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) {
        guard core.rollCall.isDone else { return }
        try await writeUses()
        do {
            try await expireRequests(at: now, requestID)
            var overdue: [AccountName: UnixTime] = [:]
            // Also of those before one that fails: their turn is taken for a week.
            defer { tell(overdue, at: now, requestID) }
            try await core.forEachCare { account, care throws(StoreError) in
                guard account.state == .active else { return }
                let task = AccountCareTask(core: core, account: account, care: care, now: now, requestID: requestID)
                do throws(AccessFailure) {
                    if try await task.disableIfUnused() { return }
                    try await task.tellIfOverdue { overdue[account.name] = $0 }
                } catch {
                    throw StoreError.unavailable(error.description)
                }
            }
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// Uses that are only in memory.
    func writeUses() async throws(AccessFailure) {
        let times = core.attendance.take()
        guard !times.isEmpty else { return }
        do throws(StoreError) {
            try await core.ports.store.noteUse(times)
        } catch {
            core.attendance.giveBack(times)
            throw AccessFailure(error)
        }
    }

    private func expireRequests(at now: UnixTime, _ requestID: RequestID) async throws {
        let expired = try await core.ports.store.expireRequests(at: now, limit: 1000)
        guard !expired.isEmpty else { return }
        try await core.record(
            expired.map {
                SecurityEvent(
                    .requestExpired, at: now, requestID: requestID, actor: .gateway, account: $0.account,
                    statedReason: $0.reason, details: $0.details)
            })
    }

    /// One message for all of them.
    ///
    /// - Parameter overdue: and since when.
    private func tell(_ overdue: [AccountName: UnixTime], at now: UnixTime, _ requestID: RequestID) {
        guard let first = overdue.min(by: { $0.value < $1.value }) else { return }
        core.warn(
            .reviewOverdue, .medium, about: overdue.count == 1 ? first.key : nil, from: nil, failures: nil,
            requestID: requestID, at: now, owner: false, occurrences: overdue.count, deadline: first.value)
    }
}

/// What time brings about for one account that is in use.
struct AccountCareTask {
    let core: AccessCore
    let account: Account
    let care: AccountCare
    let now: UnixTime
    let requestID: RequestID

    private var rules: AccountRules { core.settings.people }

    /// - Returns: whether it was disabled.
    func disableIfUnused() async throws(AccessFailure) -> Bool {
        guard !isKeptUnused else { return false }
        let limit = core.policy.value.isExternal(account.roles) ? rules.unusedExternal : rules.unused
        let instant = now - limit
        guard max(care.activeSince, care.usedAt ?? care.activeSince) <= instant else { return false }
        try await record(
            .accountDisabled, ["cause": "unused", "since": RFC3339.string(care.usedAt ?? care.activeSince)])
        return try await shutOut { () throws(StoreError) in
            try await core.ports.store.disable(account.name, unusedSince: instant)
        }
    }

    /// An emergency account lies in a safe; its quarterly check is what looks after it. And the last two who could enable
    /// the others again stay, whatever the clock says.
    private var isKeptUnused: Bool {
        account.roles.contains(OfficialRole.breakGlass)
            || account.roles.contains(OfficialRole.securityAdministrator)
                && core.activeSecurityAdministrators.count <= 2
    }

    /// - Parameter tell: called with the day it was due, once the officer is to be told, whatever fails then.
    func tellIfOverdue(_ tell: (UnixTime) -> Void) async throws(AccessFailure) {
        let due = min(
            core.review(of: account, care).due,
            core.directory.value.specials[account.name].map { core.checkDue(of: account, $0) } ?? .distantFuture)
        guard due <= now else { return }
        if rules.whenOverdue == .suspend, due + Housekeeping.grace <= now {
            if try await suspendUnreviewed() { tell(due) }
            return
        }
        do throws(StoreError) {
            let isOurs = try await core.ports.store.takeTurnToTell(
                of: account.name, at: now, unlessToldAfter: now - Housekeeping.tellAgain)
            guard isOurs else { return }
        } catch {
            throw AccessFailure(error)
        }
        tell(due)
        try await record(.reviewOverdue, ["due": RFC3339.string(due)])
    }

    private func suspendUnreviewed() async throws(AccessFailure) -> Bool {
        let interval = core.policy.value.isExternal(account.roles) ? rules.reviewExternal : rules.review
        let instant = now - interval - Housekeeping.grace
        guard core.review(of: account, care).due + Housekeeping.grace <= now else { return false }
        try await record(.accountSuspended, ["cause": "review_overdue"])
        return try await shutOut { () throws(StoreError) in
            try await core.ports.store.suspend(account.name, unreviewedSince: instant)
        }
    }

    private func shutOut(_ change: @Sendable () async throws(StoreError) -> Bool) async throws(AccessFailure) -> Bool {
        do {
            return try await core.changes.run { () async throws -> Bool in
                guard try await change() else { return false }
                try await core.readBack(account.name)
                core.advanceEpoch()
                let order = SessionEnder.Order(cause: .locked, actor: .gateway, requestID: requestID, at: now)
                if !core.ender.end(core.registry.sessions(of: account.name), order).isEmpty { core.advanceEpoch() }
                try await core.ender.writeDown()
                return true
            }
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    private func record(_ kind: SecurityEvent.Kind, _ details: [String: String]) async throws(AccessFailure) {
        try await core.record([
            SecurityEvent(
                kind, at: now, requestID: requestID, actor: .gateway, account: account.name, reason: nil,
                roles: account.roles.sorted(), severity: .medium, details: details)
        ])
    }
}
