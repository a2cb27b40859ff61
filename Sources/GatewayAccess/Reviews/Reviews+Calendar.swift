public import GatewayIdentity
internal import GatewayPolicy
internal import GatewayReview
internal import GatewayStore

/// What time brings about: tasks for periods that are over, words about those that are late.
extension Reviews {
    /// Open tasks that are looked at in one round: of years.
    private static let mostOpen = 500
    /// Bundles that are made in one round; the rest follows in the next.
    private static let mostBundles = 100
    /// Approvals that ended longer ago have no bundle made.
    private static let bundled = Duration.seconds(366 * 86400)
    /// Those who answer for a late review are told again after so long.
    static let tellAgain = Duration.seconds(86400)

    /// Makes what is due by the calendar, as often as it is called the same; before everybody is known it does nothing.
    public func keepUp(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) {
        guard core.rollCall.isDone else { return }
        do {
            try await removeFuture(now)
            if let begin = core.directory.value.accounts.values.map(\.createdAt).min() {
                for kind in ReviewKind.regular { try await make(kind, since: begin, now, requestID) }
            }
            try await makeBundles(now, requestID)
            try await tell(now, requestID)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// A clock that was ahead made tasks of periods that are not over.
    private func removeFuture(_ now: UnixTime) async throws {
        for kind in ReviewKind.regular {
            guard let last = try await store.lastReview(of: kind), last > now else { continue }
            _ = try await store.removeReviews(ofPeriodsEndingAfter: now)
            return
        }
    }

    private func make(_ kind: ReviewKind, since begin: UnixTime, _ now: UnixTime, _ requestID: RequestID) async throws {
        guard let interval = rules.interval(of: kind) else { return }
        let since = try await store.lastReview(of: kind) ?? begin
        for period in interval.periods(endedAfter: since, by: now) {
            let task = ReviewTask(kind, period, due: rules.due(period), madeAt: now)
            if try await store.make(task) { try await record(.reviewTaskOpened, task, now, requestID) }
        }
    }

    private func makeBundles(_ now: UnixTime, _ requestID: RequestID) async throws {
        let names = core.policy.value.definition.approvals.filter(\.value.hasLogBundle).keys
        guard !names.isEmpty else { return }
        let ended = try await store.approvalsToBundle(
            named: Set(names), endedAfter: now - Self.bundled, by: now, limit: Self.mostBundles)
        for approval in ended {
            let to = approval.decision?.verdict == .withdrawn ? approval.decision?.at ?? approval.to : approval.to
            guard approval.from < to else { continue }
            let period = ReviewPeriod(name: RFC3339.string(approval.from), from: approval.from, to: to)
            let task = ReviewTask(
                id: "\(ReviewKind.logBundle.rawValue)-\(approval.id)", kind: .logBundle, period: period,
                subject: .init(account: approval.account, approval: approval.id), due: rules.due(period), madeAt: now)
            guard try await store.make(task) else { continue }
            try await record(.reviewTaskOpened, task, now, requestID)
            core.warn(
                .bundleReady, .medium, about: approval.account, from: nil, requestID: requestID, at: now, owner: false,
                others: approval.votes.map(\.by))
        }
    }

    /// Once a day, and one message for all of them.
    private func tell(_ now: UnixTime, _ requestID: RequestID) async throws {
        let open = try await store.openReviews(limit: Self.mostOpen)
        let overdue = open.filter { $0.isOverdue(at: now) }
        note(ReviewStanding(open: open.count, overdue: overdue.count))
        var told: [ReviewTask] = []
        for task in overdue {
            let isOurs = try await store.takeTurnToTell(
                ofReview: task.id, at: now, unlessToldAfter: now - Self.tellAgain)
            guard isOurs else { continue }
            told.append(task)
            try await record(.reviewTaskOverdue, task, now, requestID, .medium)
        }
        guard let first = told.first else { return }
        core.warn(
            .reviewTasksOverdue, .medium, about: nil, from: nil, requestID: requestID, at: now, owner: false,
            others: owners(of: told), occurrences: told.count, deadline: first.due)
    }

    /// Accounts that answer for these; of a role everybody who holds it.
    private func owners(of tasks: [ReviewTask]) -> [AccountName] {
        let owners = Set(tasks.compactMap { rules.owner(of: $0.kind) })
        let accounts = core.directory.value.accounts
        return accounts.values.filter { account in
            account.state == .active
                && owners.contains { owner in
                    switch owner {
                    case .account(let name): name == account.name
                    case .role(let role): account.roles.contains(role)
                    }
                }
        }.map(\.name).sorted { $0.text < $1.text }
    }

    private func record(
        _ kind: SecurityEvent.Kind, _ task: ReviewTask, _ now: UnixTime, _ requestID: RequestID,
        _ severity: SecurityWarning.Severity = .low
    ) async throws(AccessFailure) {
        try await core.record([
            SecurityEvent(
                kind, at: now, requestID: requestID, actor: .gateway, severity: severity,
                details: ["review": task.id, "period": task.period.name])
        ])
    }
}
