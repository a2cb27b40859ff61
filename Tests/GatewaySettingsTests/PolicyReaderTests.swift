import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import Testing

@Suite struct `A policy that cannot be read` {
    private let policy: SmallPolicy

    init() throws {
        policy = try SmallPolicy()
        #expect(policy.complaints() == [])
    }

    /// What is replaced by what, and the whole complaint.
    @Test(arguments: [
        (
            "zones: [internal]", "zoens: [internal]",
            "rest.yaml:11:111: unknown key 'zoens' in a rule. Did you mean 'zones'? Known keys: id, effect, roles, consoles, paths, actions, methods, factors, zones, windows, countries, countries_not, devices, approvals, storage, monitor, trial, unless"
        ),
        (
            "roles: [staff]", "roles: [stuff]",
            "rest.yaml:11:30: rules.all.roles: 'stuff' is not defined; defined are: staff. Did you mean 'staff'?"
        ),
        ("effect: allow", "effect: alow", "rest.yaml:11:23: 'alow' is not one of allow, deny (did you mean 'allow'?)"),
        ("actions: [view]", "actions: [view, view]", "rest.yaml:11:93: 'view' is not new in this list"),
        ("idle: 30m", "idle: 30", "limits.yaml:4:33: '30' is not a duration such as 90s, 30m, 12h or 7d"),
        ("idle: 30m", "idle: 61m", "limits.yaml:4:27: grades.open.idle: looser than the profile permits; at most 60m"),
        (
            "10.20.0.0/16", "10.20.0.1/16",
            "rest.yaml:5:21: '10.20.0.1/16' is not a network such as 10.20.0.0/16, without host bits"
        ),
        (
            "\"08:00-19:00\"", "\"19:00-08:00\"",
            "rest.yaml:7:32: '19:00-08:00' is not hours such as \"08:00-19:00\"; over midnight write two"
        ),
        (
            "\"08:00-19:00\"", "19:00",
            "rest.yaml:7:32: '19:00' without quotes is a number to base 60 for some readers; write \"19:00\""
        ),
        ("owner: hong-41c2, ", "", "rest.yaml:9:8: a console needs 'owner'"),
        ("owner: hong-41c2", "owner: ", "rest.yaml:9:68: expected the owner's account, not nothing"),
        (
            "days: [mon]", "days: mon",
            "rest.yaml:7:18: expected a list of days; for example days: [mon, tue, wed, thu, fri]"
        ),
        ("kind: member", "kind: yes", "rest.yaml:3:17: 'yes' is not one of member, external, service"),
        (
            "hosts: [fab]", "hosts: [fab:8443]",
            "rest.yaml:9:17: 'fab:8443' is not a host name, or one label below the site's domain; for example hosts: [fab, fab.example.kr]"
        ),
        (
            "paths: [/**]", "paths: [/**/x]",
            "rest.yaml:11:71: '/**/x' is not a path: ** stands only at the end; for example paths: [/project/**]"
        ),
        (
            "factors: [totp]", "factors: []",
            "rest.yaml:11:94: rules.all.factors: console 'fab' counts as classified, so the rule must ask for totp, webauthn, second or strong"
        ),
        ("profile: nct-2025-04", "profile: nct-2099", "limits.yaml:2:10: 'nct-2099' is not one of nct-2025-04"),
        ("profile: nct-2025-04\n", "", "limits.yaml:1:1: a policy needs 'profile'"),
    ])
    func `says where, what and what was expected`(old: String, new: String, complaint: String) {
        #expect(policy.replacing(old, new).complaints() == [complaint])
    }

    @Test func `is told of with all its problems, in the order of the files`() {
        let broken = policy.replacing("idle: 30m", "idle: x").replacing("days: [mon]", "days: [mo]").replacing(
            "kind: member", "kind: membre")
        #expect(broken.complaints().map { $0.prefix(12) } == ["limits.yaml:", "rest.yaml:3:", "rest.yaml:7:"])
    }

    @Test func `names both places of an id that is defined twice`() {
        let again = SettingsFile(
            name: "zz.yaml", text: "version: 1\nrules:\n  - {id: all, effect: deny}\nroles: {staff: {kind: external}}\n"
        )
        #expect(
            policy.complaints(also: [again]) == [
                "zz.yaml:3:10: rules 'all' is defined already, at rest.yaml:11:10",
                "zz.yaml:4:9: roles 'staff' is defined already, at rest.yaml:3:3",
            ])
    }

    @Test func `has no allow rule that leaves something open by leaving it out`() {
        for key in [
            "roles: [staff], ", "consoles: [fab], ", "paths: [/**], ", "actions: [view], ", "factors: [totp], ",
        ] {
            let complaints = policy.replacing(key, "").complaints()
            #expect(
                complaints.count == 1 && complaints[0].contains("a rule needs '\(key.prefix { $0 != ":" })'"),
                "\(complaints)")
        }
    }

    @Test func `has no condition in a deny rule, and no exception in an allow rule`() {
        let deny = SettingsFile(
            name: "zz.yaml", text: "version: 1\nrules:\n  - {id: no, effect: deny, factors: [totp]}\n")
        #expect(
            policy.complaints(also: [deny]) == [
                "zz.yaml:3:28: 'factors' has no meaning here: a deny rule asks for nothing"
            ])
        #expect(
            policy.replacing("windows: [office]}", "unless: {zones: [internal]}}").complaints() == [
                "rest.yaml:11:130: 'unless' has no meaning here: only deny rules have exceptions"
            ])
    }

    @Test func `has no upstream, in the policy or at the site`() throws {
        #expect(
            policy.replacing("upstreams: [\"http://127.0.0.1:7001\"], ", "").complaints() == [
                "rest.yaml:9:8: a console without an entry under the configuration's upstreams needs 'upstreams'"
            ])
    }

    @Test func `gives a console the name of one of the gateway's doors`() throws {
        let site = PolicySite(
            domain: try #require(HostName("gw.localhost")), ownHosts: [try #require(HostName("fab.gw.localhost"))])
        let files = [
            SettingsFile(name: "limits.yaml", text: policy.limits), SettingsFile(name: "rest.yaml", text: policy.rest),
        ]
        let problems = #expect(throws: SettingsProblems.self) {
            try PolicyReader(site: site, digest: testDigest).read(files, directory: "/p")
        }
        #expect(
            problems?.description
                == "rest.yaml:9:17: 'fab.gw.localhost' is not a name of the console's own; it is the gateway's")
    }

    @Test(arguments: ["http://a/b", "ftp://a", "a:80"])
    func `has an upstream that is no address`(text: String) {
        let complaints = policy.replacing("http://127.0.0.1:7001", text).complaints()
        #expect(
            complaints == ["rest.yaml:9:35: '\(text)' is not an address such as http://10.0.0.5:8080, without a path"])
    }
}

@Suite struct `A password in an address` {
    @Test func `is refused, and is not told on`() throws {
        let complaints = try SmallPolicy().replacing("http://127.0.0.1:7001", "http://u:secret@a").complaints()
        #expect(
            complaints == ["rest.yaml:9:35: '***@a' is not an address such as http://10.0.0.5:8080, without a path"])
    }
}

@Suite struct `A policy that is read` {
    @Test func `counts what has no label as classified, and stands below the site's domain`() throws {
        let snapshot = try SmallPolicy().load().snapshot
        #expect(snapshot.grade(of: ConsoleID("fab")) == .classified)
        #expect(snapshot.console(atHost: "fab.gw.localhost")?.id == ConsoleID("fab"))
    }

    @Test func `can be spread over files as one likes, and its digest covers every byte and name`() throws {
        let policy = try SmallPolicy()
        let first = try policy.load().snapshot.sha256
        #expect(try policy.load().snapshot.sha256 == first)
        #expect(try policy.load(also: [SettingsFile(name: "a.yaml", text: "version: 1\n")]).snapshot.sha256 != first)
        #expect(try policy.replacing("hong-41c2", "hong-41c3").load().snapshot.sha256 != first)
    }

    @Test func `takes every key of a console`() throws {
        var policy = try SmallPolicy()
        policy.rest += """

            tags:
              drawings: {treat_as: classified, factors: [{kind: second, max_age: 5m}], storage: encrypted_user_key, monitor: true}
            """
        policy = policy.replacing(
            "manager: lee-90aa}",
            """
            manager: lee-90aa, grade: sensitive, tags: [drawings], host_header: rewrite, cacheable: false,
                  timeouts: {header: 5s, idle: 6s, total: 7m, tunnel: 8m}, tls: {ca: ca.pem, server_name: up.example, client: {certificate: c.pem, key: /k.pem}},
                  label_header: X-Data-Grade, websocket_origins: ["https://a.example:8443"], actions: [{methods: [POST, PROPFIND], paths: [/search/**], action: view}],
                  background: [/poll, {methods: [GET, HEAD], paths: [/status/*, /events/**]}]}
            """)
        let console = try #require(try policy.load().snapshot.console(ConsoleID("fab")))
        #expect(
            console.timeouts
                == .init(header: .seconds(5), idle: .seconds(6), total: .seconds(420), tunnel: .seconds(480)))
        #expect(
            console.tls
                == .init(
                    authorities: "/p/ca.pem", serverName: HostName("up.example"),
                    client: .init(certificate: "/p/c.pem", key: "/k.pem")))
        #expect(console.hostHeader == .rewrite)
        #expect(console.labelHeader == LabelHeader("X-Data-Grade"))
        #expect(console.webSocketOrigins == ["https://a.example:8443"])
        #expect(
            console.actionOverrides == [
                .init(methods: [.post, .other("PROPFIND")], paths: [try PathPattern("/search/**")], action: .view)
            ])
        #expect(
            console.background == [
                .init(paths: [try PathPattern("/poll")]),
                .init(methods: [.get, .head], paths: [try PathPattern("/status/*"), try PathPattern("/events/**")]),
            ])
        #expect(try policy.load().snapshot.grade(of: console.id) == .classified)
    }

    @Test func `may name methods in place of actions`() throws {
        let policy = try SmallPolicy().replacing("actions: [view]", "methods: [GET, PUT]")
        let target = try #require(try policy.load().snapshot.definition.rules.first).target
        #expect(target.methods == [.get, .put])
        #expect(target.actions == [.view, .change])
    }

    @Test func `fails its tests when it answers otherwise`() throws {
        let question = """
            version: 1
            tests:
              - name: at night
                at: "2026-11-23T22:00:00+09:00"
                account: kim-7f3a
                roles: [staff]
                console: fab
                from: 10.20.1.5
                factors: [certificate, totp]
                request: GET /
                expect: {decision: REPLACED}
            """
        func failures(_ expected: String) throws -> [String] {
            let tests = SettingsFile(name: "tests/a.yaml", text: question.replacing("REPLACED", with: expected))
            return try SmallPolicy().load(tests: [tests]).failingTests.map(\.description)
        }
        #expect(try failures("deny, reason: time_window_denied") == [])
        let answer = "but the answer is a denial with time_window_denied (rule 'all')"
        let place = "tests/a.yaml:3:5: test 'at night': expected"
        #expect(try failures("deny, reason: zone_denied") == ["\(place) a denial with zone_denied, \(answer)"])
        #expect(
            try failures("permit, rules: [all], idle: 10m") == ["\(place) a permit (by all; idle 600 s), \(answer)"])
        #expect(try failures("permit, background: true") == ["\(place) a permit (background), \(answer)"])
        #expect(try failures("step_up, missing: [totp]") == ["\(place) a step-up for totp, \(answer)"])
    }

    @Test func `has tests whose expectations make sense`() throws {
        let text =
            "version: 1\ntests:\n  - {name: x, at: \"2026-11-23T22:00:00\", account: admin, roles: [staff], console: fab, from: 10.20.1, factors: [],"
            + " request: GET, expect: {decision: deny, idle: 10m}}\n"
        let complaints = try SmallPolicy().complaints(tests: [SettingsFile(name: "tests/a.yaml", text: text)])
        #expect(
            complaints.map { $0.split(separator: ":", maxSplits: 3)[3] }
                == [
                    " '2026-11-23T22:00:00' is not a time such as 2026-11-23T10:00:00+09:00",
                    " 'admin' is not an account: 3 to 64 of a-z, 0-9, ., _ and -, starting with a letter, and not a common name; for example account: kim-7f3a",
                    " '10.20.1' is not an IP address; for example from: 10.20.1.5",
                    " 'GET' is not a request such as GET /project/x",
                    " 'idle' has no meaning here: it does not go with decision 'deny'",
                    " an expectation needs 'reason'",
                ].sorted { first, second in
                    let order = ["2026", "admin", "10.20", "GET", "an expectation", "idle"]
                    return order.firstIndex { first.contains($0) } ?? 9 < order.firstIndex { second.contains($0) } ?? 9
                })
    }

    @Test func `answers questions from a file`() throws {
        let text = """
            at: "2026-11-23T10:00:00+09:00"
            account: kim-7f3a
            roles: [staff]
            console: fab
            from: 10.20.1.5
            factors: [certificate, {kind: totp, age: 14m, device: phone}]
            grants: [{console: fab, from: "2026-11-23T10:00:00+09:00", to: "2026-11-24T10:00:00+09:00"}]
            label: classified
            request: GET /%ED%95%9C
            """
        let question = try QuestionFile.read(SettingsFile(name: "q.yaml", text: text))
        #expect(question.circumstances.proofs.map(\.authenticator.text) == ["certificate", "phone"])
        #expect(question.circumstances.at - question.circumstances.proofs[1].at == .seconds(14 * 60))
        #expect(question.circumstances.label == .classified)
        #expect(try SmallPolicy().load().snapshot.decide(question).reason == nil)
        #expect(throws: SettingsProblems.self) { try QuestionFile.read(SettingsFile(name: "q.yaml", text: "at: now")) }
        #expect(throws: SettingsProblems.self) { try QuestionFile.read(SettingsFile(name: "q.yaml", text: "")) }
    }
}
