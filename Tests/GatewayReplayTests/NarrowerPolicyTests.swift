import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewayReview
import GatewaySettings
import Testing

@Suite struct `A narrower policy` {
    /// Rights that are never used: a rule, a role, a console, a path.
    private static let planted = """
        version: 1
        rules:
          - id: zz-never
            effect: allow
            roles: [operator]
            consoles: [notice]
            paths: [/never/**]
            actions: [change]
            factors: [certificate]
          - id: zz-partly
            effect: allow
            roles: [operator, policy_author]
            consoles: [build, notice]
            paths: [/a/**, /unused]
            actions: [delete]
            factors: [certificate, second]
        """

    private static func trail(_ count: UInt64, by policy: PolicySnapshot, seed: UInt64) throws -> TrailOfGate {
        var random = SeededRandom(seed)
        var trail = TrailOfGate()
        for id in 0..<count { trail.record(try Question.random(&random), by: policy, id: id) }
        return trail
    }

    private static let days = ReviewPeriod(
        name: "test", from: UnixTime(seconds: 0), to: .distantFuture)

    private static func sketch(_ trail: TrailOfGate, of policy: PolicySnapshot) -> UsageSketch {
        var sketch = UsageSketch(of: policy.definition, over: days)
        for line in trail.lines { line.withUnsafeBytes { sketch.take($0) } }
        return sketch
    }

    private static func verdict(_ trail: TrailOfGate, _ narrower: NarrowerPolicy, _ policy: PolicySnapshot) throws
        -> NarrowingTrial.Verdict
    {
        let draft = try PolicySnapshot(compiling: narrower.definition, sha256: SHA256.digest(of: [1]))
        var trial = NarrowingTrial(of: draft, against: policy)
        var reader = DecisionReader()
        for line in trail.lines { trial.take(line.withUnsafeBytes { reader.read($0) }) }
        return trial.verdict()
    }

    /// The property: under what is proposed nobody who was let through is let through no more, and nobody gains.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `answers every request that was made as the policy does`(seed: UInt64) throws {
        let policy = try Policies.demo(adding: Self.planted)
        let trail = try Self.trail(800, by: policy, seed: seed)
        let sketch = Self.sketch(trail, of: policy)
        var held: Set<RuleID> = []
        var rounds = 0
        while true {
            rounds += 1
            let narrower = NarrowerPolicy(of: policy.definition, sketch, kept: [], holding: held)
            let verdict = try Self.verdict(trail, narrower, policy)
            if verdict.isLossless {
                #expect(!narrower.cuts.isEmpty, "something was planted that nobody used")
                return
            }
            let cut = Set(narrower.cuts.map(\.rule))
            try #require(!cut.isEmpty, "a policy that nothing was taken from answers as before")
            held.formUnion(verdict.culprits.isDisjoint(with: cut) ? cut : verdict.culprits)
            try #require(rounds <= policy.definition.rules.count + 1)
        }
    }

    @Test func `is made of as much time as there are records of`() throws {
        let policy = try Policies.demo(adding: Self.planted)
        let question = try Question.usual("build", path: "/a")
        var trail = TrailOfGate()
        trail.record(question, by: policy, id: 1)
        #expect(Self.sketch(trail, of: policy).seen.from == question.circumstances.at)
        // Without its first record it goes back further, and nobody knows how far.
        var later = UsageSketch(of: policy.definition, over: Self.days)
        for line in trail.lines.dropFirst() { line.withUnsafeBytes { later.take($0) } }
        #expect(later.seen == Self.days)
    }

    @Test func `speaks of no grant that has ended`() throws {
        let policy = try Policies.demo(adding: Self.planted)
        let period = ReviewPeriod(name: "test", from: UnixTime(seconds: 0), to: UnixTime(seconds: 100))
        func names(_ state: String, until: Int64) -> [String] {
            let grant = ReviewedPeople.GrantLine(
                id: "g", account: AccountName(stored: "nam-33cc"), organisation: "Nam", consoles: [ConsoleID("build")],
                reference: "r", sponsor: AccountName(stored: "kim-7f3a"), from: UnixTime(seconds: 1),
                to: UnixTime(seconds: until), state: state)
            let sketch = UsageSketch(of: policy.definition, over: period)
            return UnusedRights(of: policy.definition, sketch, people: ReviewedPeople(grants: [grant])).rights.map(
                \.name)
        }
        #expect(names("running", until: 200).contains("person:nam-33cc/grant:g"))
        #expect(!names("ended", until: 200).contains("person:nam-33cc/grant:g"))
        #expect(!names("over", until: 90).contains("person:nam-33cc/grant:g"))
    }

    @Test func `has no rule that nobody used, and only what was used of the others`() throws {
        let policy = try Policies.demo(adding: Self.planted)
        var trail = TrailOfGate()
        let question = try Question.usual("build", path: "/a/b/c").changed {
            $0.method = .delete
            $0.subject = Subject(account: AccountName(stored: "nam-33cc"), roles: ["operator"])
        }
        trail.record(question, by: policy, id: 1)
        let sketch = Self.sketch(trail, of: policy)
        let rights = UnusedRights(of: policy.definition, sketch, people: nil).rights.map(\.name)
        #expect(rights.contains("rule:zz-never"))
        #expect(rights.contains("rule:zz-partly/role:policy_author"))
        #expect(rights.contains("rule:zz-partly/console:notice"))
        #expect(rights.contains("rule:zz-partly/path:/unused"))
        #expect(!rights.contains("rule:zz-partly"))
        let narrower = NarrowerPolicy(of: policy.definition, sketch, kept: [])
        #expect(!narrower.definition.rules.contains { $0.id == RuleID("zz-never") })
        let partly = try #require(narrower.definition.rules.first { $0.id == RuleID("zz-partly") })
        #expect(partly.target.roles == .only(["operator"]))
        #expect(partly.target.consoles == .only(["build"]))
        #expect(partly.target.paths.map(\.text) == ["/a/b/**"])
        let verdict = try Self.verdict(trail, narrower, policy)
        #expect(verdict.isLossless && verdict.decisions == 1)
    }

    @Test func `keeps what somebody keeps with a reason, as long as it holds`() throws {
        let policy = try Policies.demo(adding: Self.planted)
        let sketch = Self.sketch(TrailOfGate(), of: policy)
        let now = try Question.usual().circumstances.at
        let kept = KeptRight(
            right: "rule:zz-never", reason: "once a year", by: AccountName(stored: "lee-90aa"), at: now,
            until: now + .seconds(60))
        let narrower = NarrowerPolicy(of: policy.definition, sketch, kept: [kept])
        #expect(narrower.definition.rules.contains { $0.id == RuleID("zz-never") })
        #expect(narrower.stays.contains { $0.rule == RuleID("zz-never") && $0.why == .kept })
        #expect(kept.holds(at: now) && !kept.holds(at: kept.until) && !kept.holds(at: now - .seconds(1)))
        #expect(kept.covers("rule:zz-never/role:operator") && !kept.covers("rule:zz-nevermore"))
        let without = NarrowerPolicy(of: policy.definition, sketch, kept: [])
        #expect(!without.definition.rules.contains { $0.id == RuleID("zz-never") })
    }

    /// What several rules ask for adds up: without the second, the first would ask for less.
    @Test func `leaves a rule alone that makes another one stricter`() throws {
        let policy = try Policies.demo(
            adding: """
                version: 1
                rules:
                  - id: zz-wide
                    effect: allow
                    roles: [staff]
                    consoles: [notice]
                    paths: [/wide/**]
                    actions: [change]
                    factors: [certificate]
                  - id: zz-stricter
                    effect: allow
                    roles: [staff]
                    consoles: [notice]
                    paths: [/wide/vault/**]
                    actions: [change]
                    factors: [certificate, second]
                """)
        var trail = TrailOfGate()
        trail.record(
            try Question.usual("notice", path: "/wide/x").changed { $0.method = .post }, by: policy, id: 1)
        let narrower = NarrowerPolicy(of: policy.definition, Self.sketch(trail, of: policy), kept: [])
        #expect(narrower.definition.rules.contains { $0.id == RuleID("zz-stricter") })
        let why = narrower.stays.first { $0.rule == RuleID("zz-stricter") }?.why
        guard case .overlaps? = why else {
            Issue.record("it stays for another reason: \(String(describing: why))")
            return
        }
    }

    @Test func `takes nothing from deny rules`() throws {
        let policy = try Policies.demo()
        let narrower = NarrowerPolicy(of: policy.definition, Self.sketch(TrailOfGate(), of: policy), kept: [])
        func denials(_ definition: PolicyDefinition) -> [Rule] {
            definition.rules.filter { if case .deny = $0.effect { true } else { false } }
        }
        #expect(denials(narrower.definition) == denials(policy.definition))
    }

    @Test func `counts each decision once, and step-ups as use`() throws {
        let policy = try Policies.demo()
        var trail = TrailOfGate()
        let permitted = try Question.usual("build", path: "/x")
        trail.record(permitted, by: policy, id: 1)
        trail.record(
            permitted.changed { question in
                question.circumstances.proofs = question.circumstances.proofs.filter { $0.kind == .certificate }
            }, by: policy, id: 2)
        trail.record(permitted.changed { $0.subject.condition = .locked }, by: policy, id: 3)
        let sketch = Self.sketch(trail, of: policy)
        #expect(sketch.decisions == 2)
        #expect(sketch.persons.keys.sorted() == ["kim-7f3a"])
        #expect(sketch.rules.values.reduce(0) { $0 + $1.requests } == 2)
    }
}
