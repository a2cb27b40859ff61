import GatewayPolicy
import Testing

@testable import GatewayReplay

@Suite struct `A difference of policies` {
    private func changes(_ change: (file: String, from: String, to: String)...) throws -> [PolicyDifference.Change] {
        var old = try Policies.demo().definition
        for change in change { old = try Policies.demo(change).definition }
        return PolicyDifference(from: try Policies.demo().definition, to: old).changes
    }

    @Test func `is none in comments and order`() throws {
        #expect(try changes(("rules.yaml", "# Open: the certificate alone.", "# 공개 등급")).isEmpty)
        #expect(
            try changes(
                (
                    "rules.yaml", "[view, create, change, delete, download, upload]",
                    "[upload, view, create, change, delete, download]"
                )
            )
            .isEmpty)
        #expect(try changes(("rules.yaml", "factors: [certificate, second]", "factors: [second, certificate]")).isEmpty)
        #expect(try changes(("zones.yaml", "127.0.0.0/8, \"::1\"", "\"::1\", 127.0.0.0/8")).isEmpty)
    }

    @Test func `names the rule, the key and both values`() throws {
        let changes = try changes(
            (
                "rules.yaml",
                "    actions: [view]\n    factors: [certificate, {kind: second, max_age: 15m}]\n    zones: [site]\n    approvals",
                "    actions: [view, create]\n    factors: [certificate, {kind: second, max_age: 5m}]\n    zones: [site]\n    approvals"
            ))
        #expect(changes.map(\.section) == ["rules"] && changes.map(\.name) == ["partner-view"])
        #expect(changes.map(\.kind) == [.changed])
        #expect(
            changes[0].keys == [
                .init(key: "actions", before: "[view]", after: "[view, create]"),
                .init(
                    key: "factors", before: "[certificate, second (at most 15m old)]",
                    after: "[certificate, second (at most 5m old)]"),
            ])
    }

    @Test(arguments: [
        (
            "roles.yaml", "auditor: {kind: member, actions: [view]}",
            "auditor: {kind: member, actions: [view, download]}", "roles auditor actions"
        ),
        ("zones.yaml", "10.0.0.0/8, ", "", "zones site cidr"),
        ("grades.yaml", "idle: 15m, absolute: 8h", "idle: 14m, absolute: 8h", "grades sensitive idle"),
        ("grades.yaml", "lock: 30m", "lock: 31m", "lockout normal lock"),
        (
            "grades.yaml", "treat_as: classified, factors: [second], storage: deny",
            "treat_as: classified, factors: [second]", "tags national_core_technology storage"
        ),
        (
            "consoles.yaml", "notice: {hosts: [notice], owner: hong-41c2", "notice: {hosts: [notice], owner: kim-7f3a",
            "consoles notice owner"
        ),
        ("consoles.yaml", "grade: open}", "grade: open, cacheable: true}", "consoles notice cacheable"),
        ("rules.yaml", "monitor: true", "monitor: false", "rules partner-view monitor"),
        (
            "roles.yaml", "security_admin: {kind: member, list: special_accounts, lockout: strict,",
            "security_admin: {kind: member, list: special_accounts, lockout: normal,",
            "roles security_admin lockout"
        ),
    ])
    func `is found in every section`(file: String, from: String, to: String, expected: String) throws {
        let changes = try changes((file, from, to))
        #expect(
            changes.flatMap { change in change.keys.map { "\(change.section) \(change.name) \($0.key)" } } == [
                expected
            ])
    }

    @Test func `tells what came and what went`() throws {
        let added = try Policies.demo(
            adding: """
                version: 1
                rules:
                  - {id: closed, effect: deny, consoles: [notice], paths: [/closed/**]}

                """)
        let here = PolicyDifference(from: try Policies.demo().definition, to: added.definition).changes
        #expect(here.map(\.kind) == [.added] && here.map(\.name) == ["closed"])
        #expect(here[0].keys.contains(.init(key: "effect", before: nil, after: "deny")))
        #expect(here[0].keys.contains(.init(key: "paths", before: nil, after: "[/closed/**]")))
        let back = PolicyDifference(from: added.definition, to: try Policies.demo().definition).changes
        #expect(back.map(\.kind) == [.removed])
    }
}
