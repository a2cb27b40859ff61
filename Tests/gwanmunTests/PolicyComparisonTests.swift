import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayWatch
import Testing

@testable import gwanmun

/// What whoever approves a policy is told that it says otherwise (compliance profile nct-2025-04, T18, T34).
@Suite struct `Two policies side by side` {
    private func demo(_ changes: (file: String, from: String, to: String)...) throws -> LoadedPolicy {
        var files = DemoPolicy.files
        for change in changes {
            let index = try #require(files.firstIndex { $0.name == change.file })
            #expect(files[index].text.contains(change.from), "\(change.from)")
            files[index] = SettingsFile(
                name: change.file, text: files[index].text.replacing(change.from, with: change.to))
        }
        let domain = try #require(HostName("gw.localhost"))
        return try PolicyReader(
            site: PolicySite(domain: domain, unplaced: UpstreamURL("https://upstream.invalid")),
            digest: { SHA256.digest(of: $0) }
        ).read(
            files.filter { !$0.name.hasPrefix("tests/") }, tests: files.filter { $0.name.hasPrefix("tests/") },
            directory: "")
    }

    private static let idle = ("idle: 30m, absolute: 12h", "idle: 20m, absolute: 12h")

    @Test func `say what a thing said before, and what it says now`() throws {
        let file = try #require(DemoPolicy.files.first { $0.text.contains(Self.idle.0) }?.name)
        let comparison = PolicyComparison(from: try demo(), to: try demo((file, Self.idle.0, Self.idle.1)))
        #expect(comparison.alterations.count == 1)
        let change = try #require(comparison.alterations.first)
        #expect(change.section == "grades")
        #expect((change.change, change.name) == (.changed, "open"))
        #expect(change.values == [.init(key: "idle", before: "30m", after: "20m")])
        #expect(comparison.lowered == [])
    }

    @Test func `name tests that were taken away, put in or changed`() throws {
        let whole = try demo()
        let tests = whole.testsByPlace
        let (place, test) = try #require(tests.sorted { $0.key < $1.key }.first)
        let file = try #require(DemoPolicy.files.first { $0.text.contains("name: \(test.name)") }?.name)
        let renamed = try demo((file, "name: \(test.name)", "name: another claim"))
        let changes = PolicyComparison(from: whole, to: renamed).alterations.filter { $0.section == "tests" }
        #expect(Set(changes.map(\.change)) == [.removed, .added])
        let removed = try #require(changes.first { $0.change == .removed })
        #expect(removed.name == place)
        #expect(removed.values.contains { $0.key == "expect" && $0.before != nil && $0.after == nil })
    }

    @Test func `name tests of watch rules that were taken away or changed`() throws {
        let (place, test) = try #require(try demo().watchTestsByPlace.first)
        let file = try #require(DemoPolicy.files.first { $0.text.contains("name: \(test.name)") }?.name)
        func changes(_ from: String, _ to: String) throws -> [PolicyAlteration] {
            PolicyComparison(from: try demo(), to: try demo((file, from, to))).alterations
        }
        let renamed = try changes("name: \(test.name)", "name: another claim")
        #expect(Set(renamed.map(\.change)) == [.removed, .added])
        #expect(renamed.first { $0.change == .removed }?.name == place)
        let softer = try changes(
            "{rule: partner-objects, measure: end_sessions}", "{rule: partner-objects, measure: notify}")
        #expect(softer.map(\.name) == [place])
        #expect(
            softer.first?.values == [
                .init(key: "expect", before: "partner-objects end_sessions", after: "partner-objects notify")
            ])
        let slower = try changes("every: 5s", "every: 4s")
        #expect(slower.first?.values == [.init(key: "circumstances", before: nil, after: "other ones")])
    }

    @Test func `say that a test expects something else now`() throws {
        let file = try #require(DemoPolicy.files.first { $0.text.contains("{decision: step_up, missing: [second]}") })
        let changed = try demo((file.name, "{decision: step_up, missing: [second]}", "{decision: step_up}"))
        let changes = PolicyComparison(from: try demo(), to: changed).alterations
        #expect(!changes.isEmpty)
        #expect(changes.allSatisfy { $0.section == "tests" && $0.change == .changed })
        #expect(changes[0].values == [.init(key: "expect", before: "step_up second", after: "step_up")])
    }

    @Test func `name consoles and tags whose grade becomes lower (T34)`() throws {
        let file = try #require(DemoPolicy.files.first { $0.text.contains("grade: classified") }?.name)
        let (before, after) = (try demo(), try demo((file, "grade: classified", "grade: sensitive")))
        let lowered = PolicyComparison(from: before, to: after).lowered
        #expect(!lowered.isEmpty)
        #expect(lowered.allSatisfy { $0.hasSuffix("classified -> sensitive") })
        #expect(PolicyComparison(from: after, to: before).lowered == [])
    }

    @Test func `name consoles whose answers can no longer raise themselves`() throws {
        let file = try #require(DemoPolicy.files.first { $0.text.contains("grade: sensitive}") }?.name)
        func labelled(_ header: String) throws -> LoadedPolicy {
            try demo((file, "grade: sensitive}", "grade: sensitive, label_header: \(header)}"))
        }
        let (without, with) = (try demo(), try labelled("X-Data-Grade"))
        #expect(
            PolicyComparison(from: with, to: without).lowered == ["console build: label_header X-Data-Grade -> -"])
        #expect(
            PolicyComparison(from: with, to: try labelled("X-Level")).lowered
                == ["console build: label_header X-Data-Grade -> X-Level"])
        #expect(PolicyComparison(from: with, to: try labelled("x-data-grade")).lowered == [])
        #expect(PolicyComparison(from: without, to: with).lowered == [])
    }

    /// The demo, with a server of its own for each console.
    private func placed(_ consoles: String) throws -> LoadedPolicy {
        let before = try #require(DemoPolicy.files.first { $0.name == "consoles.yaml" })
        return try demo(("consoles.yaml", before.text, "version: 1\nconsoles:\n" + consoles))
    }

    private func console(_ id: String, _ grade: String, at server: String) -> String {
        "  \(id): {hosts: [\(id)], owner: hong-41c2, manager: lee-90aa, grade: \(grade), upstreams: [\"\(server)\"]}\n"
    }

    private var around: String {
        console("notice", "open", at: "https://notice.invalid")
            + console("build", "sensitive", at: "https://build.invalid")
    }

    @Test func `name consoles that come to the same server by another name and host, as a lower grade (T34)`() throws {
        let fab = console("fab", "classified", at: "https://fab.invalid:8443")
        let before = try placed(around + fab)
        for server in ["https://fab.invalid:8443", "http://FAB.invalid:8443"] {
            let mirror = console("mirror", "open", at: server)
            let beside = try placed(around + fab + mirror)
            #expect(
                PolicyComparison(from: before, to: beside).lowered == [
                    "console fab: classified -> open (console mirror)"
                ])
        }
        let elsewhere = try placed(around + fab + console("mirror", "open", at: "https://fab.invalid:9443"))
        #expect(PolicyComparison(from: before, to: elsewhere).lowered == [])
        let moved = try placed(around.replacing("https://notice.invalid", with: "https://fab.invalid:8443") + fab)
        #expect(
            PolicyComparison(from: before, to: moved).lowered == ["console fab: classified -> open (console notice)"])
        // Who stood before that server already opens nothing new.
        #expect(PolicyComparison(from: moved, to: moved).lowered == [])
    }

    @Test func `name a console that was renamed, at another host, and lowered with it (T34)`() throws {
        let others = around + console("fab", "classified", at: "https://fab.invalid")
        let before = try placed(others + console("archive", "classified", at: "https://archive.invalid"))
        let after = try placed(others + console("store", "sensitive", at: "https://archive.invalid"))
        #expect(
            PolicyComparison(from: before, to: after).lowered == [
                "console archive: classified -> sensitive (console store)"
            ])
        #expect(PolicyComparison(from: after, to: before).lowered == [])
    }

    @Test func `show long values by their beginning`() {
        let value = PolicyAlteration.Value(key: "paths", before: nil, after: String(repeating: "x", count: 9000))
        #expect(value.after?.utf8.count == PolicyAlteration.Value.limit + "…".utf8.count)
    }
}
