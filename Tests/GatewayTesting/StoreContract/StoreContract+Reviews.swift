internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayReview
internal import GatewayStore
internal import Testing

extension StoreContract {
    private static let period = ReviewInterval.month.period(at: Sample.start)
    private static let task = ReviewTask(
        .accessRecords, period, due: period.to + .seconds(864_000), madeAt: Sample.start)
    private static let sheet = ReviewSheet(
        .accessRecords, period, [ReviewSheet.Table(.people, [.account, .requests], [["kim-7f3a", "12"]])])
    private static let other = ReviewSheet(.accessRecords, period, [])

    private static func signOff(_ sheet: ReviewSheet) -> ReviewTask.SignOff {
        ReviewTask.SignOff(
            by: Sample.name("choi-51be"), at: Sample.start, reason: "monthly", findings: "two of them",
            answers: [.denials: .finding, .trail: .sound], sheet: sheet.sha256)
    }

    static let reviews: [StoreClaim] = [
        StoreClaim("a period has one review of a kind, whoever makes it and how often") { store in
            let made = try await winners(of: 8) { _ in try await store.make(task) }
            #expect(made == 1)
            #expect(try await store.review(task.id) == task)
            #expect(try await store.lastReview(of: .accessRecords) == period.to)
            #expect(try await store.lastReview(of: .rights) == nil)
            #expect(try await store.openReviews(limit: 10) == [task])
        },
        StoreClaim("what is to be looked at is put in once, and read back as it was") { store in
            _ = try await store.make(task)
            #expect(try await store.reviewsToPrepare(endedBy: period.to - .milliseconds(1), limit: 9).isEmpty)
            #expect(try await store.reviewsToPrepare(endedBy: period.to, limit: 9).map(\.id) == [task.id])
            #expect(try await store.put(sheet, into: task.id))
            #expect(try await store.reviewsToPrepare(endedBy: period.to, limit: 9).isEmpty)
            #expect(try await !store.put(other, into: task.id))
            #expect(try await store.review(task.id)?.sheet == sheet)
            // Lists are short.
            #expect(try await store.reviews(limit: 10).first?.sheet == nil)
        },
        StoreClaim("a review is signed off once, by whoever saw what it holds") { store in
            _ = try await store.make(task)
            await #expect(throws: StoreError.notFound(.review)) { try await store.sign(task.id, signOff(sheet)) }
            _ = try await store.put(sheet, into: task.id)
            await #expect(throws: StoreError.notFound(.review)) { try await store.sign(task.id, signOff(other)) }
            let signed = try await winners(of: 4) { _ in
                do throws(StoreError) {
                    try await store.sign(task.id, signOff(sheet))
                    return true
                } catch {
                    return false
                }
            }
            #expect(signed == 1)
            #expect(try await store.review(task.id)?.signOff == signOff(sheet))
            #expect(try await store.review(task.id)?.signOff?.findingCount == 1)
            #expect(try await store.openReviews(limit: 10).isEmpty)
            #expect(try await !store.put(other, into: task.id))
        },
        StoreClaim(
            "of all who would tell of a late review one does, until the time has passed, and nobody of a signed one"
        ) {
            store in
            _ = try await store.make(task)
            let (now, day) = (Sample.start, Duration.seconds(86_400))
            let told = try await winners(of: 8) { _ in
                try await store.takeTurnToTell(ofReview: task.id, at: now, unlessToldAfter: now - day)
            }
            #expect(told == 1)
            #expect(try await store.takeTurnToTell(ofReview: task.id, at: now + day, unlessToldAfter: now))
            _ = try await store.put(sheet, into: task.id)
            try await store.sign(task.id, signOff(sheet))
            #expect(
                try await !store.takeTurnToTell(ofReview: task.id, at: now + day * 3, unlessToldAfter: now + day * 2))
        },
        StoreClaim("reviews of periods to come go, where nobody signed them") { store in
            _ = try await store.make(task)
            let later = ReviewInterval.month.period(at: period.to)
            let coming = ReviewTask(.accessRecords, later, due: later.to, madeAt: Sample.start)
            _ = try await store.make(coming)
            #expect(try await store.removeReviews(ofPeriodsEndingAfter: period.to) == 1)
            #expect(try await store.reviews(limit: 10).map(\.id) == [task.id])
            #expect(try await store.make(coming))
        },
        StoreClaim(
            "an approval that is over has its records bundled once; one that runs, or was never given, has not (T101)"
        ) {
            store in
            let kim = Sample.name("kim-7f3a")
            try await store.insert(Sample.account())
            func approval(_ id: String, _ decision: ApprovalRequest.Decision?) -> ApprovalRequest {
                ApprovalRequest(
                    id: id, account: kim, name: ApprovalName("user_prior_approval"), consoles: .all,
                    from: Sample.start, to: Sample.start + .seconds(3600), applicant: Sample.name("lee-90aa"),
                    reason: "disk", askedAt: Sample.start - .seconds(60), expires: Sample.start, decision: decision)
            }
            func decided(_ verdict: ApprovalRequest.Verdict, _ at: UnixTime) -> ApprovalRequest.Decision {
                .init(verdict, by: Sample.name("lee-90aa"), at: at, reason: "ok")
            }
            try await store.insert(approval("a1", decided(.given, Sample.start - .seconds(30))), for: [])
            try await store.insert(approval("a2", decided(.rejected, Sample.start - .seconds(30))), for: [])
            try await store.insert(approval("a3", decided(.withdrawn, Sample.start + .seconds(60))), for: [])
            try await store.insert(approval("a4", nil), for: [])
            func ended(by now: UnixTime) async throws -> [String] {
                try await store.approvalsToBundle(
                    named: [ApprovalName("user_prior_approval")], endedAfter: Sample.start - .seconds(1), by: now,
                    limit: 10
                ).map(\.id)
            }
            #expect(try await ended(by: Sample.start + .seconds(3599)) == ["a3"])
            #expect(try await Set(ended(by: Sample.start + .seconds(3600))) == ["a1", "a3"])
            let bundle = ReviewTask(
                id: "log_bundle-a1", kind: .logBundle,
                period: ReviewPeriod(name: "a1", from: Sample.start, to: Sample.start + .seconds(3600)),
                subject: .init(account: kim, approval: "a1"), due: Sample.start + .seconds(864_000),
                madeAt: Sample.start)
            #expect(try await store.make(bundle))
            #expect(try await store.review("log_bundle-a1") == bundle)
            #expect(try await ended(by: Sample.start + .seconds(3600)) == ["a3"])
        },
        StoreClaim("a right is kept until its time, and said anew over what was said") { store in
            let kept = KeptRight(
                right: "rule:nct-admin", reason: "year's end", by: Sample.name("lee-90aa"), at: Sample.start,
                until: Sample.start + .seconds(60))
            try await store.keep(kept)
            #expect(try await store.keptRights(holdingAt: Sample.start) == [kept])
            #expect(try await store.keptRights(holdingAt: kept.until).isEmpty)
            let longer = KeptRight(
                right: kept.right, reason: "longer", by: kept.by, at: Sample.start, until: Sample.start + .seconds(90))
            try await store.keep(longer)
            #expect(try await store.keptRights(holdingAt: kept.until) == [longer])
            try await store.endKeeping(kept.right, at: kept.until)
            await #expect(throws: StoreError.notFound(.keptRight)) {
                try await store.endKeeping(kept.right, at: kept.until)
            }
        },
    ]
}
