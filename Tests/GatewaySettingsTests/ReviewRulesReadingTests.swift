import GatewayIdentity
import GatewayReview
import Testing

@testable import GatewaySettings

@Suite struct `The section reviews` {
    private func read(_ text: String) -> (ReviewRules?, [String]) {
        let log = ProblemLog()
        let root = YAMLDocument.read(text, file: "gwanmun.yaml", log: log)
        let rules = root.flatMap { YAMLCursor(value: $0, log: log).reviewRules() }
        do throws(SettingsProblems) {
            try log.throwIfAny()
            return (rules, [])
        } catch {
            return (rules, error.all.map(\.description))
        }
    }

    @Test func `takes intervals, owners and days`() throws {
        let (rules, problems) = read(
            """
            access_records: {every: week, owner: "role:auditor"}
            rights: {every: month, owner: "account:choi-51be"}
            due_days: 5
            """)
        #expect(problems.isEmpty)
        #expect(
            rules
                == ReviewRules(
                    intervals: [.accessRecords: .week, .rights: .month], dueDays: 5,
                    owners: [
                        .accessRecords: .role(RoleName("auditor")),
                        .rights: .account(AccountName(stored: "choi-51be")),
                    ]))
    }

    @Test(arguments: [
        (
            "access_records: {every: quarter}",
            "gwanmun.yaml:1:25: 'quarter' is not at least every month (compliance profile nct-2025-04, 2.9)"
        ),
        (
            "rights: {owner: \"role:staff\"}",
            "gwanmun.yaml:1:17: 'role:staff' is not a role that may sign this review: auditor, security_admin"
        ),
        (
            "access_records: {owner: \"role:security_admin\"}",
            "gwanmun.yaml:1:25: 'role:security_admin' is not a role that may sign this review: auditor"
        ),
        ("rights: {owner: kim}", "gwanmun.yaml:1:17: 'kim' is not 'role:' or 'account:' and a name"),
        ("due_days: 60", "gwanmun.yaml:1:11: '60' is not a whole number from 1 to 31"),
        (
            "rights: {evry: month}",
            "gwanmun.yaml:1:10: unknown key 'evry' in a review. Did you mean 'every'? Known keys: every, owner"
        ),
    ])
    func `says where it is wrong`(text: String, complaint: String) {
        #expect(read(text).1 == [complaint])
    }
}
