import GatewayReplay
import Testing

@Suite struct `The report of a trial` {
    private func record(
        _ id: Int, _ done: String, _ tried: String, of policy: Character = "a", account: String = "kim-7f3a",
        rule: String = "build-people", wouldBe: String = "closed"
    ) -> String {
        let digest = String(repeating: policy, count: 64)
        return
            #"{"request_id":"r-\#(id)","account":"\#(account)","upstream":"build","decision":"\#(done)","rule_id":"\#(rule)","#
            + #""trial_decision":"\#(tried)","trial_rule_id":"\#(wouldBe)","trial_policy_sha256":"\#(digest)"}"#
    }

    private func report(_ lines: [String], of policy: String? = nil) -> TrialReport {
        var report = TrialReport(examples: 1, of: policy)
        for line in lines { Array(line.utf8).withUnsafeBytes { report.take($0) } }
        return report
    }

    @Test func `counts what would be gained, lost, eased and tightened, by rule, person and console`() throws {
        let report = report([
            record(1, "permit", "deny"), record(2, "permit", "deny", account: "lee-90aa"), record(3, "deny", "permit"),
            record(4, "deny", "step_up"), record(5, "permit", "step_up"),
            record(6, "permit", "permit", wouldBe: "build-people"), record(7, "permit", "permit"),
            #"{"request_id":"r-8","decision":"permit"}"#,
        ])
        #expect(
            report.differences == [.gained: 1, .lost: 2, .eased: 1, .tightened: 1, .reworded: 1, .unchanged: 1])
        let rule = try #require(report.rules.rows.first)
        #expect(rule.name == .rule(was: "build-people", now: "closed") && rule.group.total == 6)
        #expect(report.people.rows.map(\.name) == [.one("kim-7f3a"), .one("lee-90aa")])
        #expect(report.people.rows.last?.group.counts == [.difference(.lost): 1])
        #expect(report.consoles.rows.map(\.name) == [.one("build")])
        #expect(report.consoles.rows.first?.group.examples[.difference(.lost)] == ["r-1"])
    }

    @Test func `is of one draft, where that is asked for`() throws {
        let lines = [record(1, "permit", "deny"), record(2, "permit", "deny", of: "b")]
        #expect(report(lines).turns.count == 2)
        let (turn, count) = try #require(report(lines, of: "bbbbbbbb").turns.first)
        #expect(turn.policy == String(repeating: "b", count: 64) && count.examples == ["r-2"])
        #expect(report(lines, of: "cccccccc").turns.isEmpty)
    }
}
