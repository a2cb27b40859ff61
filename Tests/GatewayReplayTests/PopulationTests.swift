import GatewayIdentity
import GatewayPolicy
import Testing

@testable import GatewayReplay

@Suite struct `A matrix of people and consoles` {
    private static let monday = UnixTime(seconds: 1_795_395_600)  // 2026-11-23T10:00:00+09:00

    private static let people = [
        Person(account: AccountName(stored: "kim-7f3a"), roles: ["staff"], grants: []),
        Person(account: AccountName(stored: "lee-90aa"), roles: ["staff"], grants: []),
        Person(account: AccountName(stored: "park-11aa"), roles: ["auditor"], grants: []),
        Person(
            account: AccountName(stored: "smith-02d9"), roles: ["foreign_partner"],
            grants: [Grant(console: "build", from: UnixTime(seconds: 0), to: .distantFuture)]),
        Person(
            account: AccountName(stored: "jones-77ee"), roles: ["foreign_partner"],
            grants: [Grant(console: "build", from: UnixTime(seconds: 0), to: UnixTime(seconds: 9))]),
        Person(account: AccountName(stored: "gone-00aa"), roles: ["staff"], condition: .disabled, grants: []),
    ]

    private func report(_ draft: PolicySnapshot, _ people: [Person] = Self.people) throws -> PopulationReport {
        PopulationMatrix(draft: draft, base: try Policies.demo(), at: Self.monday).report(on: people)
    }

    @Test func `shows nothing where nothing changes`() throws {
        let report = try report(Policies.demo())
        #expect(report.rows.isEmpty && report.gaining == 0 && report.losing == 0)
        #expect(report.pairs == 18 && !report.assumesGrants)
    }

    @Test func `shows who loses a console that nobody has asked for yet`() throws {
        let report = try report(
            Policies.demo(
                (
                    "rules.yaml", "roles: [security_admin, auditor]\n    consoles: [fab]",
                    "roles: [security_admin]\n    consoles: [fab]"
                )))
        #expect(report.losing == 1 && report.gaining == 0)
        let row = try #require(report.rows.first)
        #expect(row.console == "fab" && row.people == ["park-11aa"] && row.lost == ["GET /**"] && row.isShutOut)
    }

    @Test func `shows who gains one, the disabled not among them`() throws {
        let report = try report(
            Policies.demo(
                adding: """
                    version: 1
                    rules:
                      - {id: more, effect: allow, roles: [foreign_partner, staff], consoles: [notice], paths: [/notes/*], actions: [view], factors: [certificate], approvals: [grant]}

                    """))
        #expect(report.gaining == 0, "no grant runs for this console")
        let wide = try self.report(
            Policies.demo(
                adding: """
                    version: 1
                    rules:
                      - {id: more, effect: allow, roles: [foreign_partner], consoles: [build], paths: [/**], actions: [view], factors: [certificate, second], approvals: [grant]}

                    """))
        // The zone of the other rule holds still: both rules match, so the most restrictive wins.
        #expect(wide.rows.isEmpty)
    }

    @Test func `finds a right that depends on place and time`() throws {
        let draft = try Policies.demo(
            (
                "zones.yaml", "zones:",
                "windows:\n  night: {days: [sun], hours: [\"02:00-03:00\"]}\n\nzones:\n  lab: {cidr: [203.0.113.0/28]}"
            ),
            (
                "rules.yaml", "factors: [certificate]\n",
                "factors: [certificate]\n    zones: [lab]\n    windows: [night]\n"
            ))
        let report = try report(draft)
        // On Sunday at two, from the lab, it can be reached: nothing is lost for good.
        #expect(report.rows.isEmpty)
    }

    @Test func `takes what others approve for given, so that asking for it shuts nobody out`() throws {
        let draft = try Policies.demo(
            ("rules.yaml", "rules:\n", "approvals:\n  pledge: {renew: 365d}\n\nrules:\n"),
            (
                "rules.yaml", "factors: [certificate, second]\n",
                "factors: [certificate, second]\n    approvals: [pledge]\n"
            ))
        #expect(try report(draft).rows.isEmpty)
    }

    @Test func `asks from where a rule lets in, wherever that is`() throws {
        let zones = ("zones.yaml", "zones:", "zones:\n  vault: {cidr: [198.51.100.0/28]}")
        let shut = try Policies.demo(
            zones, ("rules.yaml", "zones: [site]\n\n  - id: fab-readers", "zones: [vault]\n\n  - id: fab-readers"))
        #expect(try report(shut).rows.isEmpty)
    }

    @Test func `says where it assumed a grant`() throws {
        let unknown = [Person(account: AccountName(stored: "smith-02d9"), roles: ["foreign_partner"])]
        #expect(try report(Policies.demo(), unknown).assumesGrants)
    }

    @Test func `is the same document for the same people in any order`() throws {
        let draft = try Policies.demo(
            ("rules.yaml", "id: fab-readers\n", "id: fab-readers\n    methods: [GET]\n"),
            (
                "rules.yaml", "actions: [view]\n    factors: [certificate, second]",
                "actions: [view, create]\n    factors: [certificate, second]"
            ))
        let one = try report(draft)
        let other = try report(draft, Self.people.reversed())
        #expect(one.canonicalBytes == other.canonicalBytes)
        #expect(one.sha256 == other.sha256)
    }
}
