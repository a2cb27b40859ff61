import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import Testing

/// Approvals, floors, exceptions and defaults, as they stand in files.
@Suite struct `The terms of a policy` {
    private let policy: SmallPolicy

    init() throws { policy = try SmallPolicy() }

    private static let terms = """
        version: 1
        defaults: {decision: deny, on_missing: deny, timezone: UTC, max_exception_days: 30}
        approvals:
          two_person: {approvers: 2, distinct_from: [requester], from_roles: [officer], max_life: 4h}
          both_houses:
            approvers:
              - {from_roles: [officer], count: 1}
              - {from_roles: [staff], count: 2}
            renew: 1y
          export_permission: {kinds: [export_approval, export_notification], fields: [ref, technology_ids, partner_org, persons, from, to]}
          pledge: {renew: 1y}
        floors:
          inside: {grades: [classified], roles: [staff], factors: [{kind: second, max_age: 15m}], idle: 10m, zones: [internal, annex]}
        zones:
          annex: {cidr: [10.30.0.0/16], needs: [pledge]}
        windows:
          noon: {days: [mon], hours: "12:00-13:00"}
        tags:
          secret: {treat_as: classified, require: [designated_device, pledge]}
        roles:
          officer: {kind: member, factors: [certificate, strong], approvals: [two_person], device: designated}
        exceptions:
          cables:
            to: all
            from: 2026-11-20T00:00:00+09:00
            expires: 2026-12-20T00:00:00+09:00
            reason: the cables are being laid anew
            approved_by: park-5e11
            accounts: [kim-7f3a]
            zones: [annex]
            windows: [noon]

        """

    private func load(_ old: String = "version: 1", _ new: String = "version: 1") throws -> PolicyDefinition {
        precondition(Self.terms.contains(old))
        return try policy.load(also: [.init(name: "terms.yaml", text: Self.terms.replacing(old, with: new))]).snapshot
            .definition
    }

    @Test func `are read as they are written`() throws {
        let definition = try load()
        #expect(definition.defaults.longestException == .seconds(30 * 86400))
        #expect(
            definition.approvals[ApprovalName("two_person")]
                == Approval(
                    approvers: [ApproverGroup(roles: [RoleName("officer")], count: 2)], isDistinctFromRequester: true,
                    maximumLife: .seconds(4 * 3600)))
        #expect(
            definition.approvals[ApprovalName("both_houses")]
                == Approval(
                    approvers: [
                        ApproverGroup(roles: [RoleName("officer")], count: 1),
                        ApproverGroup(roles: [RoleName("staff")], count: 2),
                    ], renewal: .seconds(365 * 86400)))
        #expect(
            definition.approvals[.exportPermission]?.document?.fields == Set(ApprovalDocument.Field.allCases))
        #expect(
            definition.floors[FloorName("inside")]
                == Floor(
                    .init(grades: .only([.classified]), roles: .only([RoleName("staff")])),
                    factors: [.init(.second, maximumAge: .seconds(900))], limits: .init(idle: .seconds(600)),
                    zones: .only([ZoneName("internal"), ZoneName("annex")])))
        #expect(definition.zones[ZoneName("annex")]?.needs == [.pledge])
        #expect(definition.tags[TagName("secret")]?.requirements == [.designatedDevice, .approval(.pledge)])
        let officer = try #require(definition.roles[RoleName("officer")])
        #expect(officer.factors.map(\.name) == [.certificate, .strong])
        #expect(officer.approvals == [ApprovalName("two_person")])
        #expect(officer.device == .designated)
        let exception = try #require(definition.exceptions[ExceptionName("cables")])
        #expect(exception.rule == RuleID("all"))
        #expect(exception.expires - exception.from == .seconds(30 * 86400))
        #expect(exception.zones == [ZoneName("annex")] && exception.windows == [WindowName("noon")])
        #expect(exception.reason == "the cables are being laid anew")
    }

    @Test func `give windows the zone of the policy, wherever that is said`() throws {
        #expect(try load().windows[WindowName("office")]?.zone == .utc)
        #expect(try load(", timezone: UTC", "").windows[WindowName("office")]?.zone == .seoul)
        let own = try load("hours: \"12:00-13:00\"", "hours: \"12:00-13:00\", zone: \"+02:00\"")
        #expect(own.windows[WindowName("noon")]?.zone == FixedZone("+02:00"))
    }

    /// What is replaced by what, and the whole complaint.
    @Test(arguments: [
        (
            "decision: deny", "decision: allow",
            "terms.yaml:2:22: 'allow' is not deny: what no rule allows is denied, whatever is written here"
        ),
        (
            "on_missing: deny", "on_missing: allow",
            "terms.yaml:2:40: 'allow' is not deny: what is not known never helps, whatever is written here"
        ),
        (
            "max_exception_days: 30", "max_exception_days: 91",
            "terms.yaml:2:81: '91' is not a whole number from 1 to 90"
        ),
        (
            "max_exception_days: 30", "max_exception_days: 29",
            "terms.yaml:26:5: exceptions.cables.expires: lasts longer than 29 days after its start (defaults.max_exception_days)"
        ),
        ("from_roles: [officer], max", "max", "terms.yaml:4:15: an approval needs 'from_roles'"),
        (
            "from_roles: [officer], max", "from_roles: [offiser], max",
            "terms.yaml:4:58: approvals.two_person.from_roles: 'offiser' is not defined; defined are: officer, staff"
        ),
        (
            "approvers: 2", "approvers: 11",
            "terms.yaml:4:27: '11' is not a whole number from 1 to 10"
        ),
        (
            "distinct_from: [requester]", "distinct_from: [request]",
            "terms.yaml:4:46: 'request' is not one of requester (did you mean 'requester'?)"
        ),
        (
            "pledge: {renew: 1y}", "grant: {renew: 1y}",
            "terms.yaml:11:3: approvals.grant: 'grant' is built in: it means a running partner grant and cannot be defined"
        ),
        (
            "pledge: {renew: 1y}", "pledge: {}", "terms.yaml:11:3: approvals.pledge: 'pledge' asks for nothing"
        ),
        (
            "needs: [pledge]", "needs: [pledges]",
            "terms.yaml:15:33: zones.annex.needs: 'pledges' is not defined; defined are: both_houses, export_permission, grant, pledge, two_person"
        ),
        (
            "idle: 10m, zones", "idle: 9m, zones",
            "rest.yaml:3:3: roles.staff.idle: weaker than floor 'inside', which asks for idle of at most 540 s"
        ),
        (
            "zones: [internal, annex]", "zones: [internal]",
            "terms.yaml:30:5: exceptions.cables.zones: weaker than floor 'inside', which asks for the zones internal"
        ),
        (
            "factors: [{kind: second, max_age: 15m}]", "factors: [strong]",
            "rest.yaml:11:94: rules.all.factors: weaker than floor 'inside', which asks for factor strong"
        ),
        ("to: all", "to: al", "terms.yaml:24:5: exceptions.cables.to: 'al' is not defined; defined are: all"),
        ("    reason: the cables are being laid anew\n", "", "terms.yaml:24:5: an exception needs 'reason'"),
        ("device: designated}", "device: dedicated}", "terms.yaml:21:92: 'dedicated' is not one of any, designated"),
    ])
    func `say where they are wrong`(old: String, new: String, complaint: String) {
        let said = policy.complaints(also: [.init(name: "terms.yaml", text: Self.terms.replacing(old, with: new))])
        #expect(said.count >= 1 && said.contains { $0.hasPrefix(complaint) }, "\(said)")
    }

    @Test func `are given once`() {
        let again = SettingsFile(name: "zz.yaml", text: "version: 1\ndefaults: {}\n")
        let terms = SettingsFile(name: "terms.yaml", text: Self.terms)
        #expect(
            policy.complaints(also: [terms, again]) == [
                "zz.yaml:2:11: 'defaults' is defined already, at terms.yaml:2:11"
            ])
    }

    @Test func `are inputs of questions, and floors and obligations are what tests expect`() throws {
        func failures(_ expected: String) throws -> [String] {
            let text = """
                version: 1
                tests:
                  - name: at noon
                    at: "2026-11-23T12:30:00+00:00"
                    account: kim-7f3a
                    roles: [staff]
                    console: fab
                    from: 10.30.0.5
                    device: {id: KT-0042, designated: true}
                    factors: [certificate, totp]
                    approvals: [{name: pledge, consoles: [fab], from: "2026-11-01T00:00:00Z", to: "2027-11-01T00:00:00Z"}]
                    request: GET /
                    expect: {decision: permit, REPLACED}
                """
            let tests = SettingsFile(name: "tests/a.yaml", text: text.replacing("REPLACED", with: expected))
            return try policy.load(also: [.init(name: "terms.yaml", text: Self.terms)], tests: [tests]).failingTests
                .map(\.description)
        }
        #expect(try failures("floors: [inside], monitor: false, no_store: true, storage: allow") == [])
        #expect(try failures("floors: []").first?.contains("expected a permit (floors none)") == true)
        #expect(try failures("monitor: true").first?.contains("(monitored), but the answer is a permit") == true)
        #expect(try failures("no_store: false").count == 1)
    }
}
