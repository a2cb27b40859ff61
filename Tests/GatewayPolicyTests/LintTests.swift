import GatewayIdentity
import GatewayPolicy
import Testing

/// Each doubt alone: the policy without the one change has none of them.
@Suite struct `What a policy probably does not mean` {
    private func codes(_ change: (inout PolicyDefinition) throws -> Void) throws -> [String] {
        var definition = try Self.sound()
        try change(&definition)
        return try lint(definition).map { "\($0.place) \($0.code)" }
    }

    private func lint(
        _ definition: PolicyDefinition, unlabelled: Set<ConsoleID> = [], people: Set<String>? = nil
    ) throws -> [PolicyDoubt] {
        let snapshot = try PolicySnapshot(compiling: definition, sha256: .sample)
        return PolicyLint(snapshot, unlabelled: unlabelled, people: people).doubts
    }

    @Test func `is nothing in a policy that means what it says`() throws {
        #expect(try codes { _ in } == [])
    }

    @Test func `is a header for labels of a console that nothing can raise`() throws {
        func found(_ grade: Grade) throws -> [String] {
            try codes {
                $0.consoles[0].grade = grade
                $0.consoles[0].labelHeader = LabelHeader("X-Data-Grade")
            }
        }
        #expect(try found(.classified) == ["consoles.build.label_header label-raises-nothing"])
        #expect(try found(.sensitive) == [])
    }

    @Test func `is a rule that another makes useless`() throws {
        let found = try codes { $0.rules.append(try Self.allow("z-part", paths: ["/jobs/open/**"])) }
        #expect(found == ["rules.z-part shadowed-rule"])
    }

    @Test func `is the later of two rules that say the same`() throws {
        #expect(try codes { $0.rules.append(try Self.allow("aa-same")) } == ["rules.staff-jobs shadowed-rule"])
    }

    @Test func `is no rule that adds something to another`() throws {
        for rule in [
            try Self.allow("z-fresh", paths: ["/jobs/open/**"], factors: [.init(.totp, maximumAge: .seconds(60))]),
            try Self.allow("z-watched", paths: ["/jobs/open/**"], obligations: .init(monitored: true)),
            try Self.allow("z-fewer", paths: ["/jobs/open/**"], actions: [.view]),
            try Self.allow("z-granted", paths: ["/jobs/open/**"], approvals: [.grant]),
        ] {
            #expect(try codes { $0.rules.append(rule) } == [], "\(rule.id)")
        }
    }

    @Test func `is a rule that a deny rule takes whole, and none that it takes in part`() throws {
        let deny = try Self.deny("no-jobs", paths: ["/jobs/**"])
        #expect(try codes { $0.rules.append(deny) } == ["rules.staff-jobs denied-rule"])
        let part = try Self.deny("no-jobs", paths: ["/jobs/secret/**"])
        #expect(try codes { $0.rules.append(part) } == [])
        let sometimes = try Self.deny("no-jobs", paths: ["/jobs/**"], windows: .only([WindowName("night")]))
        #expect(try codes { $0.rules.append(sometimes) } == [])
    }

    @Test func `is an approval that nobody asks for, and no name that only a floor, an exception or an approval uses`()
        throws
    {
        let unused = try codes { $0.approvals["pledge"] = Approval(renewal: .seconds(86400)) }
        #expect(unused == ["approvals.pledge unused-name"])
        let found = try codes {
            $0.zones["annex"] = Zone(networks: [try #require(CIDRBlock("10.9.0.0/16"))], needs: ["officer"])
            $0.roles["officer"] = Role(kind: .member)
            $0.approvals["officer"] = Approval(approvers: [ApproverGroup(roles: ["officer"], count: 1)])
        }
        #expect(found == [])
    }

    @Test func `is a rule whose roles may do nothing of it`() throws {
        #expect(
            try codes { $0.roles[RoleName("staff")]?.actions = [.delete] } == ["rules.staff-jobs.actions roles-cannot"])
    }

    @Test func `is an action that no request is`() throws {
        let found = try codes { $0.rules.append(try Self.allow("z-export", actions: [.download])) }
        #expect(found == ["rules.z-export.actions action-never-done"])
    }

    @Test func `is a deny rule whose exceptions are all of it`() throws {
        var deny = try Self.deny("never", paths: ["/jobs/x/**"], windows: .only([WindowName("night")]))
        deny.effect = .deny(
            .init(windows: .only([WindowName("night")]), exceptWindows: [WindowName("night"), WindowName("office")]))
        #expect(try codes { $0.rules.append(deny) } == ["rules.never.unless deny-never-strikes"])
    }

    @Test(arguments: ["/**", "/*/**", "/*/*/**"])
    func `is every path of a console with a tag`(path: String) throws {
        let found = try codes { definition in
            definition.tags[TagName("secret")] = Tag(treatAs: .classified)
            definition.consoles[0].tags = [TagName("secret")]
            definition.rules = [try Self.allow("staff-jobs", paths: [path], windows: .only([WindowName("office")]))]
            definition.rules.append(try Self.deny("night", paths: ["/x/**"], windows: .only([WindowName("night")])))
        }
        #expect(found == ["rules.staff-jobs.paths every-path-at-tagged"])
    }

    @Test func `is somebody from outside at any time, from anywhere`() throws {
        let found = try codes { definition in
            definition.roles[RoleName("partner")] = Role(kind: .external, wildcardPaths: true)
            definition.rules.append(
                try Self.allow("z-partner", roles: ["partner"], paths: ["/jobs/a"], zones: .all, windows: .all))
        }
        #expect(found == ["rules.z-partner external-at-any-time", "rules.z-partner external-from-anywhere"])
    }

    private func tagged(_ role: Role, _ path: String, _ approvals: [ApprovalName: Approval] = [:]) throws -> [String] {
        try codes { definition in
            definition.tags[TagName("secret")] = Tag(treatAs: .classified)
            definition.consoles[0].tags = [TagName("secret")]
            definition.roles[RoleName("partner")] = role
            definition.approvals = approvals
            definition.rules.append(
                try Self.allow(
                    "z-partner", roles: ["partner"], paths: [path], windows: .only([WindowName("office")]),
                    approvals: Set(approvals.keys)))
        }
    }

    private static let permission = Approval(
        approvers: [ApproverGroup(roles: [RoleName("staff")], count: 2)],
        document: ApprovalDocument(kinds: Set(ApprovalDocument.Kind.allCases), fields: [.reference]))

    @Test func `is a wildcard for somebody from outside, at what is tagged (T87)`() throws {
        let approval = Self.permission
        let partner = Role(kind: .external, wildcardPaths: true)
        #expect(
            try tagged(partner, "/jobs/*", [.exportPermission: approval]) == [
                "rules.z-partner.paths external-wildcard-at-tagged"
            ])
        #expect(try tagged(partner, "/jobs/a", [.exportPermission: approval]) == [])
        #expect(try tagged(Role(kind: .member), "/jobs/a/**", [.exportPermission: approval]) == [])
    }

    @Test func `is a grant by one person, to somebody from outside, at what is tagged (NCT3-1-U1)`() throws {
        let partner = Role(kind: .external)
        var approval = Self.permission
        approval.approvers = []
        #expect(
            try tagged(partner, "/jobs/a", [.exportPermission: approval]) == [
                "approvals.export_permission grant-by-one"
            ])
        #expect(try tagged(partner, "/jobs/a") == ["rules.z-partner.roles grant-by-one"])
    }

    @Test func `is an approval that nobody can give`() throws {
        let document = ApprovalDocument(kinds: [.exportApproval], fields: [.technologies])
        #expect(
            try tagged(Role(kind: .member), "/jobs/a", ["licence": Approval(document: document)]) == [
                "approvals.licence approval-never-given"
            ])
    }

    @Test(arguments: [
        ("/jobs/", "path-ends-in-slash"), ("/jobs/[0-9]+", "path-looks-like-expression"),
        ("/jobs/a|b", "path-looks-like-expression"), ("/^jobs$", "path-looks-like-expression"),
        ("/jobs/x", "path-deny-without-subtree"),
    ])
    func `is a path that looks like something else`(path: String, code: String) throws {
        #expect(
            try codes { $0.rules.append(try Self.deny("trap", paths: [path])) } == ["rules.trap.paths \(code)"])
    }

    @Test(arguments: ["/jobs/x/**", "/jobs/x/*", "/"])
    func `is no path that is what it looks like`(path: String) throws {
        #expect(
            try codes {
                $0.rules.append(try Self.deny("plain", paths: [path], windows: .only([WindowName("night")])))
            } == [])
    }

    @Test func `is a console that nobody reaches`() throws {
        let found = try codes { $0.consoles.append(try Self.console("empty")) }
        #expect(found == ["consoles.empty unreachable-console"])
    }

    @Test func `is a name that nobody names`() throws {
        let found = try codes { definition in
            definition.zones[ZoneName("spare")] = definition.zones[ZoneName("internal")]
            definition.windows[WindowName("spare")] = definition.windows[WindowName("office")]
            definition.tags[TagName("spare")] = Tag(treatAs: .open)
            definition.roles[RoleName("spare")] = Role(kind: .member)
        }
        #expect(found == ["roles", "tags", "windows", "zones"].map { "\($0).spare unused-name" })
    }

    @Test func `is no role that means something without a rule`() throws {
        let found = try codes {
            for role in ["security_admin", "auditor", "break_glass"] { $0.roles[RoleName(role)] = Role(kind: .member) }
        }
        #expect(found == [])
    }

    @Test func `is a zone of everything`() throws {
        let found = try codes {
            $0.zones[ZoneName("internal")] = Zone(networks: [try #require(CIDRBlock("0.0.0.0/0"))])
        }
        #expect(found == ["zones.internal.cidr zone-of-everything"])
    }

    @Test func `is a grade that is not written, and an owner who is not there`() throws {
        let sound = try Self.sound()
        #expect(
            try lint(sound, unlabelled: [ConsoleID("build")]).map(\.code) == ["unlabelled-console"])
        #expect(try lint(sound, people: ["lee-90aa"]).map(\.code) == ["unknown-person"])
        #expect(try lint(sound, people: ["lee-90aa", "hong-41c2"]) == [])
    }

    @Test func `is an exception for somebody who is not there, or by their word`() throws {
        var definition = try Self.sound()
        let start = UnixTime(seconds: 1_795_305_600)
        definition.exceptions["night-shift"] = RuleException(
            to: "staff-jobs", accounts: .only([AccountName(stored: "lee-90aa"), AccountName(stored: "song-31aa")]),
            windows: ["night"], from: start, expires: start + .seconds(86400), reason: "maintenance",
            approvedBy: AccountName(stored: "park-5e11"))
        let doubts = try lint(definition, people: ["lee-90aa", "hong-41c2"])
        #expect(
            doubts.map { "\($0.place) \($0.code)" } == [
                "exceptions.night-shift.accounts unknown-person", "exceptions.night-shift.approved_by unknown-person",
            ])
        #expect(try lint(definition, people: ["lee-90aa", "hong-41c2", "song-31aa", "park-5e11"]) == [])
    }

    @Test func `is told in both languages, with why and what to do`() throws {
        var definition = try Self.sound()
        definition.rules.append(try Self.allow("z-part", paths: ["/jobs/open/**"]))
        let doubt = try #require(try lint(definition).first)
        for language in Language.allCases {
            let advice = doubt.advice(in: language)
            #expect(advice.finding.contains("staff-jobs"))
            #expect(!advice.why.isEmpty && !advice.remedy.isEmpty)
            #expect(advice.why.unicodeScalars.contains { $0.value >= 0xAC00 } == (language == .korean))
        }
    }

    // MARK: A policy that means what it says

    private static func sound() throws -> PolicyDefinition {
        var definition = try ExamplePolicy().definition
        definition.roles = [RoleName("staff"): Role(kind: .member)]
        definition.tags = [:]
        definition.approvals = [:]
        definition.lockouts = definition.lockouts.filter { name, _ in
            definition.grades.values.contains { $0.lockout == name }
        }
        definition.zones = [ZoneName("internal"): Zone(networks: [try #require(CIDRBlock("10.20.0.0/16"))])]
        let hours = try [(480, 1140), (1200, 1320)].map { [try #require(MinuteRange(from: $0.0, to: $0.1))] }
        definition.windows = [
            WindowName("office"): AccessWindow(days: [.monday], hours: hours[0], zone: .seoul),
            WindowName("night"): AccessWindow(days: [.monday], hours: hours[1], zone: .seoul),
        ]
        definition.consoles = [try console("build")]
        definition.rules = [
            try allow("staff-jobs"),
            try deny("z-night", paths: ["/jobs/big/**"], windows: .only([WindowName("night")])),
        ]
        return definition
    }

    private static func console(_ id: String) throws -> Console {
        Console(
            id: ConsoleID(id), hosts: [try #require(HostName(id + ".gw.localhost"))],
            upstreams: [try #require(UpstreamURL("https://\(id).example"))], owner: "hong-41c2", manager: "lee-90aa",
            grade: .sensitive)
    }

    private static func allow(
        _ id: String, roles: [String] = ["staff"], paths: [String] = ["/jobs/**"],
        actions: ActionSet = [.view, .change], factors: [FactorRequirement] = [.init(.second)],
        zones: Selection<ZoneName> = .only([ZoneName("internal")]),
        windows: Selection<WindowName> = .only([WindowName("office")]), approvals: Set<ApprovalName> = [],
        obligations: Obligations = .init()
    ) throws -> Rule {
        Rule(
            id: RuleID(id),
            target: .init(
                roles: .only(Set(roles.map { RoleName($0) })), consoles: .only([ConsoleID("build")]),
                paths: try paths.map { try PathPattern($0) }, actions: actions),
            effect: .allow(
                .init(
                    factors: factors, zones: zones, windows: windows, approvals: approvals, obligations: obligations)))
    }

    private static func deny(
        _ id: String, paths: [String], windows: Selection<WindowName> = .all
    ) throws -> Rule {
        Rule(
            id: RuleID(id),
            target: .init(
                roles: .all, consoles: .only([ConsoleID("build")]), paths: try paths.map { try PathPattern($0) }),
            effect: .deny(.init(windows: windows)))
    }
}
