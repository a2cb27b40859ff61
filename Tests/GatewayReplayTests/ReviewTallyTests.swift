import GatewayAudit
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import Testing

@testable import GatewayReview

@Suite struct `What a review shows` {
    private static func rows(_ sheet: ReviewSheet, _ section: SheetSection) -> [[String]] {
        sheet.tables.first { $0.section == section }?.rows ?? []
    }

    private static func fact(_ sheet: ReviewSheet, _ name: String) -> String? {
        rows(sheet, .overview).first { $0.first == name }?.last
    }

    private static func recorded(_ questions: [Question], by policy: PolicySnapshot) -> TrailOfGate {
        var trail = TrailOfGate()
        for (index, question) in questions.enumerated() { trail.record(question, by: policy, id: UInt64(index)) }
        return trail
    }

    @Test func `of access records counts the month, each request once, and nothing outside it`() throws {
        let policy = try Policies.demo()
        let usual = try Question.usual("build", path: "/x")
        let period = ReviewInterval.month.period(at: usual.circumstances.at)
        func at(_ time: UnixTime, _ question: Question) -> Question {
            question.changed {
                $0.circumstances.move(to: time)
                $0.circumstances.proofs = $0.circumstances.proofs.map {
                    FactorProof(kind: $0.kind, authenticator: $0.authenticator, at: time)
                }
            }
        }
        let night = try #require(RFC3339.parse("2026-11-21T23:00:00+09:00"))
        let trail = Self.recorded(
            [
                at(period.from - .milliseconds(1), usual), at(period.from, usual), usual,
                usual.changed { $0.subject.condition = .locked }, at(night, try Question.usual("notice")),
                at(period.to, usual),
            ], by: policy)
        var tally = AccessTally(period)
        for line in trail.lines { line.withUnsafeBytes { tally.take($0) } }
        let sheet = tally.sheet()
        #expect(Self.rows(sheet, .people).map { $0[0] } == ["kim-7f3a"])
        let person = try #require(Self.rows(sheet, .people).first)
        #expect(person[1] == "4")
        #expect(Self.fact(sheet, "denied") == "1")
        #expect(Self.rows(sheet, .denials).reduce(0) { $0 + (Int($1[1]) ?? 0) } == 1)
        #expect(Self.rows(sheet, .consoles).map { $0[0] } == ["build", "notice"])
        #expect(Self.rows(sheet, .offHours).first?.first == "kim-7f3a")
    }

    @Test func `calls a source new that nobody saw in the ninety days before`() throws {
        let policy = try Policies.demo()
        let usual = try Question.usual("notice")
        let period = ReviewInterval.month.period(at: usual.circumstances.at)
        let other = try #require(NetworkAddress("10.9.9.9"))
        let trail = Self.recorded(
            [
                usual.changed { $0.circumstances.move(to: period.from - .seconds(60)) }, usual,
                usual.changed { $0.circumstances.source = other }, usual.changed { $0.circumstances.source = other },
            ], by: policy)
        var tally = AccessTally(period)
        for line in trail.lines { line.withUnsafeBytes { tally.take($0) } }
        #expect(Self.rows(tally.sheet(), .newSources).map { $0[2] } == ["10.9.9.9"])
        let masked = try #require(tally.sheet().tables.first { $0.section == .newSources }).masked
        #expect(masked.rows.map { $0[2] } == ["10.9.*.*"])
    }

    /// T90: the monthly report lists every grant and every use.
    @Test func `of partners lists every grant and every use, and nobody else's (T90)`() throws {
        let policy = try Policies.demo()
        var question = try Question.usual("build", path: "/project/p-17/drawings")
        let period = ReviewInterval.month.period(at: question.circumstances.at)
        question.subject = Subject(account: AccountName(stored: "smith-02d9"), roles: ["foreign_partner"])
        question.circumstances.grants = [Grant(console: "build", from: period.from, to: period.to)]
        let trail = Self.recorded([question, question, try Question.usual("build")], by: policy)
        let smith = ReviewedPeople.Person(
            account: AccountName(stored: "smith-02d9"), roles: ["foreign_partner"], organisation: "Meyer",
            state: "active", isExternal: true, lastUse: nil, reviewedAt: nil, reviewDue: period.to)
        let grant = ReviewedPeople.GrantLine(
            id: "g1", account: smith.account, organisation: "Meyer", consoles: ["build"], reference: "E-17",
            sponsor: AccountName(stored: "lee-90aa"), from: period.from, to: period.to, state: "running")
        var tally = PartnerTally(
            period, of: ReviewedPeople(persons: [smith], grants: [grant]), under: policy.definition)
        for line in trail.lines { line.withUnsafeBytes { tally.take($0) } }
        let sheet = tally.sheet()
        #expect(Self.rows(sheet, .grants).map { $0[0] } == ["g1"])
        #expect(Self.rows(sheet, .grants).first?.contains("lee-90aa") == true)
        let use = Self.rows(sheet, .partnerUse)
        #expect(use.map { $0[0] } == ["smith-02d9"])
        #expect(use.first?[3] == "/project/p-17/…" && use.first?[4] == "2")
        #expect(Self.fact(sheet, "requests") == "2")
        #expect(sheet.accounts == ["smith-02d9"])
    }

    @Test func `of a provider's support takes the lines of that person in that time, as they stand (T101)`() throws {
        let policy = try Policies.demo()
        let usual = try Question.usual("notice")
        let time = usual.circumstances.at
        var other = usual
        other.subject = Subject(account: AccountName(stored: "lee-90aa"), roles: ["staff"])
        let trail = Self.recorded(
            [usual, other, usual.changed { $0.circumstances.move(to: time + .seconds(60)) }], by: policy)
        let period = ReviewPeriod(name: "support", from: time, to: time + .seconds(60))
        var bundle = BundleTally(period, of: usual.subject.account)
        let taken = trail.lines.map { line in line.withUnsafeBytes { bundle.take($0) } }
        #expect(taken == [true, false, false])
        #expect(bundle.records == 1)
    }

    @Test func `of rights tells of each person and each right when it was last used`() throws {
        let policy = try Policies.demo()
        let usual = try Question.usual("build", path: "/x")
        let period = ReviewInterval.quarter.period(at: usual.circumstances.at)
        var sketch = UsageSketch(of: policy.definition, over: period)
        for line in Self.recorded([usual], by: policy).lines { line.withUnsafeBytes { sketch.take($0) } }
        func person(_ name: String, _ roles: Set<RoleName>) -> ReviewedPeople.Person {
            ReviewedPeople.Person(
                account: AccountName(stored: name), roles: roles, organisation: "한빛", state: "active",
                isExternal: false, lastUse: nil, reviewedAt: nil, reviewDue: period.to)
        }
        let people = ReviewedPeople(persons: [
            person("kim-7f3a", ["staff", "privileged_admin"]), person("park-11aa", ["staff"]),
        ])
        let sheet = RightsSheet(sketch, people, policy.definition, kept: []).sheet(.rights, of: period, at: period.to)
        let unused = Self.rows(sheet, .unusedRights).map { $0[0] }
        #expect(unused.contains("person:park-11aa"))
        #expect(unused.contains("person:kim-7f3a/role:privileged_admin"))
        #expect(!unused.contains("person:kim-7f3a/role:staff") && !unused.contains("person:kim-7f3a"))
        let staff = Self.rows(sheet, .roleUse).first { $0[0] == "kim-7f3a" && $0[1] == "staff" }
        #expect(staff?[2] == RFC3339.string(usual.circumstances.at))
    }
}
