import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayReview
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Compliance profile nct-2025-04, 2.9 (ISMS-P 2.9.5, 2.5.6).
@Suite struct `A review` {
    private struct Room {
        let house: House
        let reviews: Reviews

        static let auditor = AccountName(stored: "choi-51be")
        static let security = AccountName(stored: "hong-41c2")

        init(rules: ReviewRules = ReviewRules()) async throws {
            house = try await House()
            try await house.add("choi-51be", roles: ["auditor"], certificate: Sample.certificate(0x61, serial: "61"))
            try await house.add(
                "hong-41c2", roles: ["security_admin"], certificate: Sample.certificate(0x62, serial: "62"))
            reviews = Reviews(access: house.access, store: house.sqlite, rules: rules)
        }

        func keepUp() async throws {
            try await reviews.keepUp(at: house.clock.now, requestID: RequestID(high: 1, low: 1))
        }

        func tasks() async throws -> [ReviewTask] { try await house.sqlite.reviews(limit: 500) }

        /// The latest of a kind, with something to look at.
        func prepared(_ kind: ReviewKind, naming account: String = "kim-7f3a", of id: String? = nil) async throws
            -> ReviewTask
        {
            let task = try #require(try await tasks().first { $0.kind == kind && (id == nil || $0.id == id) })
            let sheet = ReviewSheet(
                kind, task.period, [ReviewSheet.Table(.people, [.account], [[account]])])
            try await reviews.put(sheet, into: task)
            return try #require(try await house.sqlite.review(task.id))
        }

        func sign(
            _ task: ReviewTask, by name: AccountName = auditor, _ answer: ReviewVerdict = .sound,
            findings: String = "", sheet: SHA256Digest? = nil, leavingOut item: ReviewItem? = nil
        ) async throws -> ReviewTask {
            var answers = Dictionary(uniqueKeysWithValues: task.kind.checklist.map { ($0, answer) })
            if let item { answers[item] = nil }
            return try await reviews.sign(
                task.id, ReviewStatement(answers: answers, findings: findings, sheet: sheet ?? task.sheet?.sha256),
                House.mandate(.administrator(name), "monthly review"))
        }

        func problem(_ work: () async throws -> ReviewTask) async throws -> ReviewProblem? {
            do {
                _ = try await work()
                return nil
            } catch AdministrationProblem.review(let problem) {
                return problem
            }
        }
    }

    @Test func `comes by the calendar for each period that is over, once, over restarts and clocks that jump`()
        async throws
    {
        let room = try await Room()
        try await room.keepUp()
        #expect(try await room.tasks().isEmpty)
        room.house.clock.advance(by: .days(75))
        for _ in 0..<3 { try await room.keepUp() }
        let tasks = try await room.tasks()
        #expect(Set(tasks.map(\.id)).count == tasks.count)
        let months = tasks.filter { $0.kind == .accessRecords }.count
        #expect(months == 2 || months == 3)
        #expect(tasks.filter { $0.kind == .partnerReport }.count == months)
        #expect(tasks.allSatisfy { $0.due == $0.period.to + .days(10) && $0.period.to <= room.house.clock.now })
        #expect(room.house.record.events(.reviewTaskOpened).count == tasks.count)
        room.house.clock.advance(by: .days(4000))
        try await room.keepUp()
        #expect(try await room.tasks().filter { $0.kind == .accessRecords }.count == months + ReviewInterval.mostMissed)
    }

    @Test func `of a period that is not over goes, when the clock comes back`() async throws {
        let room = try await Room()
        let now = room.house.clock.now
        room.house.clock.advance(by: .days(400))
        try await room.keepUp()
        #expect(try await !room.tasks().isEmpty)
        try await room.reviews.keepUp(at: now, requestID: RequestID(high: 1, low: 1))
        #expect(try await room.tasks().isEmpty)
    }

    @Test func `is signed off by an auditor, recorded with what was shown and the number of findings`() async throws {
        let room = try await Room()
        room.house.clock.advance(by: .days(40))
        try await room.keepUp()
        let task = try await room.prepared(.accessRecords)
        let signed = try await room.sign(task, .finding, findings: "one download without a ticket")
        let signOff = try #require(signed.signOff)
        #expect(signOff.by == Room.auditor && signOff.findings == "one download without a ticket")
        let event = try #require(room.house.record.events(.reviewSigned).first)
        #expect(event.actor == .administrator(Room.auditor))
        #expect(event.details["review"] == task.id && event.details["period"] == task.period.name)
        #expect(event.details["sheet"] == task.sheet?.sha256.hex)
        #expect(event.details["findings"] == "\(task.kind.checklist.count)")
        #expect(try await room.problem { try await room.sign(task) } == .signed)
    }

    /// Whoever administers what the records tell of does not attest them.
    @Test func `of the records is not signed off by a security administrator, and none by the control socket`()
        async throws
    {
        let room = try await Room()
        room.house.clock.advance(by: .days(100))
        try await room.keepUp()
        let task = try await room.prepared(.accessRecords)
        #expect(
            try await room.problem { try await room.sign(task, by: Room.security) }
                == .notTheirs([OfficialRole.auditor]))
        let rights = try await room.prepared(.rights)
        #expect(
            try await room.problem {
                try await room.reviews.sign(
                    rights.id, ReviewStatement(answers: [:], findings: "", sheet: rights.sheet?.sha256),
                    House.operatorMandate)
            } == .personNeeded)
        #expect(try await room.sign(rights, by: Room.security).signOff?.by == Room.security)
    }

    @Test func `is signed off with every question answered, and with words where something was found`() async throws {
        let room = try await Room()
        room.house.clock.advance(by: .days(40))
        try await room.keepUp()
        let task = try await room.prepared(.accessRecords)
        #expect(try await room.problem { try await room.sign(task, leavingOut: .trail) } == .unanswered([.trail]))
        #expect(try await room.problem { try await room.sign(task, .finding, findings: " ") } == .findingsMissing)
        #expect(
            try await room.problem { try await room.sign(task, sheet: Sample.digest(9)) } == .otherSheet)
        #expect(room.house.record.events(.reviewSigned).isEmpty)
        _ = try await room.sign(task, sheet: task.sheet?.sha256)
    }

    @Test func `is signed off by nobody who does not say what they looked at`() async throws {
        let room = try await Room()
        room.house.clock.advance(by: .days(40))
        try await room.keepUp()
        let task = try await room.prepared(.accessRecords)
        let answers = Dictionary(uniqueKeysWithValues: task.kind.checklist.map { ($0, ReviewVerdict.sound) })
        #expect(
            try await room.problem {
                try await room.reviews.sign(
                    task.id, ReviewStatement(answers: answers, findings: "", sheet: nil),
                    House.mandate(.administrator(Room.auditor), "monthly review"))
            } == .noSheet)
        #expect(room.house.record.events(.reviewSigned).isEmpty)
    }

    /// A clock that was ahead made the task too soon; it goes and comes again, under the same name, with what the month held by its end.
    @Test func `that was made anew since somebody read it is not signed off as they read it`() async throws {
        let room = try await Room()
        let now = room.house.clock.now
        let month = ReviewInterval.month.period(at: now)
        room.house.clock.advance(by: month.to + .days(1) - now)
        try await room.keepUp()
        let seen = try await room.prepared(.accessRecords, of: "access_records-\(month.name)")
        try await room.reviews.keepUp(at: now, requestID: RequestID(high: 1, low: 1))
        #expect(try await room.house.sqlite.review(seen.id) == nil)
        try await room.keepUp()
        let present = try await room.prepared(.accessRecords, naming: "lee-90aa", of: seen.id)
        #expect(try await room.problem { try await room.sign(seen) } == .otherSheet)
        #expect(room.house.record.events(.reviewSigned).isEmpty)
        let signed = try await room.sign(present)
        #expect(signed.signOff?.sheet == present.sheet?.sha256 && present.sheet?.sha256 != seen.sheet?.sha256)
        #expect(room.house.record.events(.reviewSigned).map { $0.details["sheet"] } == [present.sheet?.sha256.hex])
    }

    @Test func `that several sign at once is signed by one, and there is one record`() async throws {
        let room = try await Room()
        room.house.clock.advance(by: .days(100))
        try await room.keepUp()
        let task = try await room.prepared(.rights)
        let outcomes = try await withThrowingTaskGroup(of: ReviewProblem?.self) { group in
            for signer in [Room.auditor, Room.security, Room.auditor, Room.security] {
                group.addTask { try await room.problem { try await room.sign(task, by: signer) } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } == 1 && outcomes.count { $0 == .signed } == 3)
        let record = try #require(room.house.record.events(.reviewSigned).first)
        #expect(room.house.record.events(.reviewSigned).count == 1)
        let signOff = try #require(try await room.house.sqlite.review(task.id)?.signOff)
        #expect(record.actor == .administrator(signOff.by) && record.details["sheet"] == signOff.sheet.hex)
    }

    @Test func `of oneself alone is signed off by somebody else`() async throws {
        let room = try await Room()
        room.house.clock.advance(by: .days(40))
        try await room.keepUp()
        let task = try await room.prepared(.accessRecords, naming: Room.auditor.text)
        #expect(try await room.problem { try await room.sign(task) } == .ownReview)
    }

    @Test func `is not signed off before there is something to look at`() async throws {
        let room = try await Room()
        room.house.clock.advance(by: .days(40))
        try await room.keepUp()
        let task = try #require(try await room.tasks().first { $0.kind == .accessRecords })
        #expect(try await room.problem { try await room.sign(task) } == .notReady)
        #expect(try await room.reviews.toPrepare(at: room.house.clock.now).contains(task))
    }

    @Test func `that cannot be recorded is not signed off`() async throws {
        let room = try await Room()
        room.house.clock.advance(by: .days(40))
        try await room.keepUp()
        let task = try await room.prepared(.accessRecords)
        room.house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) { _ = try await room.sign(task) }
        #expect(try await room.house.sqlite.review(task.id)?.signOff == nil)
    }

    @Test func `that is late is told of once a day, to officers and to whoever answers for it`() async throws {
        let room = try await Room(rules: ReviewRules(owners: [.accessRecords: .account(Room.auditor)]))
        let end = ReviewInterval.month.period(at: room.house.clock.now).to
        room.house.clock.advance(by: end + .days(1) - room.house.clock.now)
        try await room.keepUp()
        #expect(room.house.warnings.toOfficer.filter { $0.event == .reviewTasksOverdue }.isEmpty)
        #expect(room.reviews.standing.overdue == 0 && room.reviews.standing.open > 0)
        room.house.clock.advance(by: .days(15))
        for _ in 0..<3 { try await room.keepUp() }
        #expect(room.house.warnings.toOfficer.filter { $0.event == .reviewTasksOverdue }.count == 1)
        #expect(
            room.house.warnings.all.contains {
                $0.event == .reviewTasksOverdue && $0.audience == .owner(Room.auditor)
            })
        #expect(room.reviews.standing.overdue > 0)
        let recorded = room.house.record.events(.reviewTaskOverdue).count
        #expect(recorded == room.reviews.standing.overdue)
        room.house.clock.advance(by: .days(1))
        try await room.keepUp()
        #expect(room.house.record.events(.reviewTaskOverdue).count >= 2 * recorded)
    }

    @Test func `of rights shows each person with what they may do`() async throws {
        let room = try await Room()
        _ = try await room.house.partner()
        let people = try await room.reviews.people(at: room.house.clock.now)
        let partner = try #require(people.persons.first { $0.isExternal })
        #expect(partner.roles == [RoleName("foreign_partner")])
        #expect(people.externals.grants.map(\.reference) == ["E-2026-17"])
        #expect(people.grants.first?.state == "running")
        #expect(people.persons.count == people.externals.persons.count + 3)
    }

    /// T90.
    @Test func `of a month's partners still has those who were removed in it`() async throws {
        let room = try await Room()
        let partner = try await room.house.partner(hours: 48)
        let month = ReviewInterval.month.period(at: room.house.clock.now)
        room.house.clock.advance(by: .days(1))
        try await room.house.administration.remove(partner.name, House.operatorMandate)
        let people = try await room.reviews.people(at: month.to)
        #expect(!people.persons.map(\.account).contains(partner.name) && people.externals.grants.isEmpty)
        #expect(people.partners(during: month) == [partner.name])
        #expect(people.grants.map(\.organisation).allSatisfy { !$0.isEmpty })
        #expect(people.partners(during: ReviewInterval.month.period(at: month.to)).isEmpty)
    }

    // MARK: Rights that are kept

    @Test func `keeps an unused right for a reason and for a time, and no longer than an exception lasts`() async throws
    {
        let room = try await Room()
        let now = room.house.clock.now
        let mandate = House.mandate(.administrator(Room.security), "for the year's end")
        let rule = try #require(room.house.access.policy.definition.rules.first).id
        _ = try await room.reviews.keep("rule:\(rule)", until: now + .days(30), mandate)
        let kept = try await room.reviews.keptRights(at: now)
        #expect(kept.map(\.right) == ["rule:\(rule)"] && kept.map(\.by) == [Room.security])
        #expect(kept.map(\.reason) == ["for the year's end"])
        #expect(room.house.record.events(.rightKept).map { $0.details["right"] } == ["rule:\(rule)"])
        room.house.clock.advance(by: .days(30))
        #expect(try await room.reviews.keptRights(at: room.house.clock.now).isEmpty)
        await #expect(throws: AdministrationProblem.review(.keptTooLong(90))) {
            _ = try await room.reviews.keep("rule:\(rule)", until: room.house.clock.now + .days(91), mandate)
        }
        await #expect(throws: AdministrationProblem.review(.noRight("rule:none"))) {
            _ = try await room.reviews.keep("rule:none", until: room.house.clock.now + .days(9), mandate)
        }
        await #expect(throws: AdministrationProblem.emptyPeriod) {
            _ = try await room.reviews.keep("rule:\(rule)", until: room.house.clock.now, mandate)
        }
    }
}
