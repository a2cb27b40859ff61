import GatewayIdentity
import GatewayPolicy
import Testing

@testable import GatewayReplay

@Suite struct `A replay` {
    /// Thousands of requests that were permitted, stepped up and denied, in one trail.
    private static func trail(_ count: UInt64, by policy: PolicySnapshot, seed: UInt64) throws -> (
        TrailOfGate, [Question]
    ) {
        var random = SeededRandom(seed)
        var trail = TrailOfGate()
        var questions: [Question] = []
        for id in 0..<count {
            let question = try Question.random(&random)
            trail.record(question, by: policy, id: id)
            questions.append(question)
        }
        return (trail, questions)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `of a policy over its own answers finds no difference and nothing undecidable`(seed: UInt64) throws {
        let policy = try Policies.demo()
        let (trail, questions) = try Self.trail(1500, by: policy, seed: seed)
        for base in [Replay.Base.recorded, .policy(policy)] {
            var replay = Replay(of: policy, against: base)
            replay.take(trail)
            let report = replay.report()
            #expect(report.tally.count(.unchanged) == questions.count)
            #expect(report.tally.decisions == questions.count)
            #expect(report.tally.undecided == 0)
            #expect(report.rules.rows.isEmpty && report.people.rows.isEmpty && report.consoles.rows.isEmpty)
        }
    }

    @Test func `asks exactly the question that was asked`() throws {
        let policy = try Policies.demo()
        let (trail, questions) = try Self.trail(500, by: policy, seed: 4)
        var reader = DecisionReader()
        var asked: [Question] = []
        for line in trail.lines {
            if case .decision(let recorded) = line.withUnsafeBytes({ reader.read($0) }) {
                asked.append(try recorded.question())
            }
        }
        #expect(asked == questions)
    }

    @Test func `asks with the approvals that were held`() throws {
        let policy = try Policies.demo(
            ("rules.yaml", "rules:\n", "approvals:\n  pledge: {renew: 365d}\n\nrules:\n"),
            (
                "rules.yaml", "factors: [certificate, second]\n",
                "factors: [certificate, second]\n    approvals: [pledge]\n"
            ))
        let (trail, questions) = try Self.trail(1000, by: policy, seed: 8)
        var replay = Replay(of: policy)
        replay.take(trail)
        let tally = replay.report().tally
        #expect(tally.count(.unchanged) == questions.count)
        let reasons = Set(questions.compactMap { policy.decide($0).reason })
        #expect(reasons.contains(.pledgeMissing))
    }

    @Test func `T15: asks with the label that the answer had`() throws {
        let policy = try Policies.demo(
            ("consoles.yaml", "grade: sensitive}", "grade: sensitive, label_header: X-Data-Grade}"))
        let (trail, questions) = try Self.trail(1000, by: policy, seed: 15)
        var replay = Replay(of: policy)
        replay.take(trail)
        #expect(replay.report().tally.count(.unchanged) == questions.count)
        // And some of the answers rest on it.
        let resting = questions.filter { question in
            policy.decide(question).description
                != policy.decide(question.changed { $0.circumstances.label = nil }).description
        }
        #expect(!resting.isEmpty)
    }

    @Test func `gives a draft's answers as if each request were asked by itself`() throws {
        let policy = try Policies.demo()
        let draft = try Policies.demo(
            ("rules.yaml", "zones: [site]", "windows: [office]"),
            ("rules.yaml", "id: build-readers", "id: build-lookers"),
            ("zones.yaml", "zones:", "windows:\n  office: {days: [mon, tue], hours: [\"08:00-19:00\"]}\n\nzones:"))
        var (trail, questions) = try Self.trail(2000, by: policy, seed: 5)
        let fromOutside = try Question.usual("fab").changed {
            $0.circumstances.source = try #require(NetworkAddress("192.0.2.7"))
        }
        trail.record(fromOutside, by: policy, id: 2000)
        questions.append(fromOutside)
        var expected: [Difference: Int] = [:]
        for question in questions {
            let (was, now) = (Answer(policy.decide(question)), Answer(draft.decide(question)))
            expected[Difference(from: was, to: now), default: 0] += 1
        }
        var replay = Replay(of: draft, against: .policy(policy))
        replay.take(trail)
        let tally = replay.report().tally
        for difference in Difference.allCases {
            #expect(tally.count(difference) == expected[difference] ?? 0, "\(difference)")
        }
        #expect(tally.count(.lost) > 0 && tally.count(.gained) > 0 && tally.count(.reworded) > 0)
    }

    @Test func `names rule, person and console of what would change, with the first requests of each`() throws {
        let policy = try Policies.demo()
        var trail = TrailOfGate()
        for id in 0..<8 as Range<UInt64> { trail.record(try .usual(), by: policy, id: id) }
        trail.record(try .usual("notice"), by: policy, id: 100)
        trail.record(try .usual("build", path: "/usb/x"), by: policy, id: 200)
        let draft = try Policies.demo(
            adding: """
                version: 1
                rules:
                  - {id: no-usb, effect: deny, consoles: [build], paths: [/usb/**]}

                """)
        var replay = Replay(of: draft, examples: 3)
        replay.take(trail)
        let report = replay.report()
        #expect(report.tally.count(.lost) == 1 && report.tally.count(.unchanged) == 9)
        let row = try #require(report.rules.rows.first)
        #expect(row.name == .rule(was: "build-people", now: "no-usb"))
        #expect(row.group.counts == [.difference(.lost): 1])
        #expect(row.group.examples == [.difference(.lost): [RequestID(high: 0, low: 200).description]])
        #expect(report.people.rows.map(\.name) == [.one("kim-7f3a")])
        #expect(report.consoles.rows.map(\.name) == [.one("build")])
    }

    @Test func `keeps to its number of examples and groups, and counts the rest`() throws {
        var groups = ReplayGroups(examples: 2)
        for person in 0..<(ReplayGroups.limit + 5) {
            for _ in 0..<3 {
                groups.note(
                    .lost,
                    of: RecordedRequest(
                        sequence: 1, requestID: "r", at: UnixTime(seconds: 0), account: "person-\(person)",
                        console: "build"),
                    was: "a", now: nil)
            }
        }
        let (shown, remainder) = groups.people.shown
        #expect(shown.count == ReplayReport.groupLimit)
        #expect(shown.allSatisfy { $0.group.examples[.difference(.lost)] == ["r", "r"] && $0.group.total == 3 })
        #expect(remainder == 3 * (ReplayGroups.limit + 5 - ReplayReport.groupLimit))
    }

    @Test func `has one document and one digest for one trail, draft and base`() throws {
        let policy = try Policies.demo()
        let draft = try Policies.demo(("rules.yaml", "id: build-people", "id: build-folk"))
        let (trail, _) = try Self.trail(400, by: policy, seed: 6)
        let reports = [draft, draft, policy].map { snapshot in
            var replay = Replay(of: snapshot)
            replay.take(trail)
            return replay.report()
        }
        #expect(reports[0].canonicalBytes == reports[1].canonicalBytes)
        #expect(reports[0].sha256 == reports[1].sha256)
        #expect(reports[0].sha256 != reports[2].sha256)
    }
}

@Suite struct `What cannot be decided` {
    private let policy: PolicySnapshot
    private var trail = TrailOfGate()

    init() throws { policy = try Policies.demo() }

    private func report(_ trail: TrailOfGate, _ draft: PolicySnapshot? = nil) -> ReplayReport {
        var replay = Replay(of: draft ?? policy)
        replay.take(trail)
        return replay.report()
    }

    private func expect(_ cause: Undecidable, _ report: ReplayReport) {
        #expect(report.tally.undecidable == [cause: 1])
        #expect(report.tally.count(.unchanged) == 0 && report.tally.decisions == 1)
    }

    @Test(arguments: ["notice", "build"] as [ConsoleID])
    mutating func `is a record from before records held their inputs, told once for a request`(console: ConsoleID)
        throws
    {
        trail.record(try .usual(console), by: policy, id: 1)
        let outcome = trail.lines.count == 2
        var old = TrailOfGate()
        old.record(try .usual(console), by: policy, id: 1)
        var replay = Replay(of: policy)
        var reader = DecisionReader()
        for line in old.lines {
            let text = String(decoding: line, as: UTF8.self)
                .replacing(#","inputs":"whole""#, with: "").replacing(#","inputs":"earlier""#, with: "")
            replay.take(Array(text.utf8).withUnsafeBytes { reader.read($0) })
        }
        expect(.olderRecord, replay.report())
        #expect(outcome == (console == "build"))
    }

    @Test mutating func `is a path that the record cuts`() throws {
        trail.record(try .usual(path: "/" + String(repeating: "a", count: 5000)), by: policy, id: 1)
        expect(.pathCut, report(trail))
    }

    @Test mutating func `is a method that the record cuts`() throws {
        let question = try Question.usual().changed { $0.method = .other(String(repeating: "M", count: 300)) }
        trail.record(question, by: policy, id: 1)
        expect(.methodCut, report(trail))
    }

    @Test mutating func `is a console that the draft does not know`() throws {
        trail.record(try .usual("notice"), by: policy, id: 1)
        let draft = try Policies.demo(
            ("consoles.yaml", "notice: {hosts: [notice]", "board: {hosts: [board]"),
            ("rules.yaml", "consoles: [notice]", "consoles: [board]"))
        expect(.unknownConsole, report(trail, draft))
    }

    @Test mutating func `is a person with more grants than a record holds`() throws {
        let question = try Question.usual().changed {
            $0.circumstances.grants = [Grant(console: "build", from: UnixTime(seconds: 0), to: UnixTime(seconds: 1))]
        }
        trail.record(question, by: policy, id: 1, grants: 65)
        expect(.inputsCut, report(trail))
    }

    @Test(arguments: [
        (#""src_ip":"10.1.2.3""#, #""src_ip":"10.1.2""#), (#""roles":["staff"]"#, #""roles":"staff""#),
        (#""kind":"totp""#, #""kind":"palm""#), (#""at":"2026-11-23T09:55:00.123+09:00""#, #""at":"yesterday""#),
        (#""decision":"permit""#, #""decision":"maybe""#), (#""path":"/""#, #""path":"//""#),
        (#""inputs":"whole""#, #""inputs":"whole","account_state":"asleep""#),
        (#""inputs":"whole""#, #""inputs":"some""#),
    ])
    mutating func `is a record that no gate would have written`(from: String, to: String) throws {
        trail.record(try .usual(), by: policy, id: 1)
        let text = String(decoding: trail.lines[0], as: UTF8.self)
        #expect(text.contains(from))
        var reader = DecisionReader()
        var replay = Replay(of: policy)
        replay.take(Array(text.replacing(from, with: to).utf8).withUnsafeBytes { reader.read($0) })
        expect(.unreadable, replay.report())
    }

    @Test func `is a line that is no record, and nobody's`() {
        var reader = DecisionReader()
        var replay = Replay(of: policy)
        replay.take(Array("{\"seq\":1".utf8).withUnsafeBytes { reader.read($0) })
        #expect(replay.report().tally.undecidable == [.unreadable: 1])
    }

    @Test mutating func `is not what no policy was asked about`() throws {
        trail.refuse(try .usual(), .certificateNotBound, id: 1)
        let tally = report(trail).tally
        #expect(tally.decisions == 0 && tally.outside == ["cert_not_bound": 1])
    }
}

@Suite struct `A difference` {
    private static func answer(_ kind: Answer.Kind) -> Answer {
        Answer(kind: kind, reason: kind == .deny ? "zone_denied" : nil, rule: "r")
    }

    @Test(arguments: [
        (Answer.Kind.permit, Answer.Kind.permit, Difference.unchanged), (.permit, .stepUp, .tightened),
        (.permit, .deny, .lost), (.stepUp, .permit, .gained), (.stepUp, .stepUp, .unchanged), (.stepUp, .deny, .lost),
        (.deny, .permit, .gained), (.deny, .stepUp, .eased), (.deny, .deny, .unchanged),
    ])
    func `is told for every pair of answers`(was: Answer.Kind, now: Answer.Kind, expected: Difference) {
        #expect(Difference(from: Self.answer(was), to: Self.answer(now)) == expected)
    }

    @Test func `of rule or reason alone is no change of the answer, and is told`() {
        let was = Answer(kind: .deny, reason: "zone_denied", rule: "r")
        #expect(Difference(from: was, to: Answer(kind: .deny, reason: "deny_rule", rule: "r")) == .reworded)
        #expect(Difference(from: was, to: Answer(kind: .deny, reason: "zone_denied", rule: nil)) == .reworded)
    }
}
