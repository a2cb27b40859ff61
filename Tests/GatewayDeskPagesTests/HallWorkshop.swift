import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewayPages
import GatewayPolicy
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayDeskPages

/// Takes any files for the policy of the hall. A line that says `broken` is a defect, one that says `doubtful` a doubt.
struct HallWorkshop: PolicyWorkshop {
    /// Put behind every word that a policy may choose.
    var mark = ""

    func inspect(_ bundle: PolicyBundle, over base: PolicyBundle?, people: Set<AccountName>, replaying: Bool) async
        -> PolicyFindings
    {
        let defects = places(of: "broken", in: bundle).map { "\($0): is broken\(mark)" }
        guard defects.isEmpty else { return PolicyFindings(defects: defects) }
        let remarks = places(of: "doubtful", in: bundle).map(remark)
        return PolicyFindings(
            defects: [], warnings: remarks.map(\.line), remarks: remarks, tests: 3, snapshot: snapshot(of: bundle),
            changes: bundle.files.filter { base?.text(of: $0.name) != $0.text }.map { file in
                PolicyAlteration(
                    change: .changed, section: "rules", name: file.name + mark,
                    values: [.init(key: "roles", before: "[staff]\(mark)", after: nil)])
            }, replay: replaying ? replay : nil)
    }

    func suspend() async {}

    func compile(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PolicySnapshot {
        guard let snapshot = snapshot(of: bundle) else { throw PolicyUnfit(["is no policy"]) }
        return snapshot
    }

    func putOnTrial(_ policy: PolicySnapshot?) async {}

    private func places(of word: String, in bundle: PolicyBundle) -> [String] {
        bundle.files.flatMap { file in
            LineDifference.lines(of: file.text).enumerated().filter { $1.contains(word) }.map {
                "\(file.name):\($0.offset + 1):1"
            }
        }
    }

    private func remark(at position: String) -> PolicyRemark {
        PolicyRemark(
            position: position, code: "shadowed-rule", place: "rule 'more'" + mark,
            korean: .init(finding: "다른 규칙에 가려집니다." + mark, why: "아무것도 하지 않습니다.", remedy: "지우세요."),
            english: .init(finding: "does nothing" + mark, why: "Another takes it all.", remedy: "Delete it."))
    }

    private func snapshot(of bundle: PolicyBundle) -> PolicySnapshot? {
        do {
            return try PolicySnapshot(
                compiling: DeskHall.policy().definition, sha256: SHA256.digest(of: bundle.canonicalBytes))
        } catch {
            Issue.record(error)
            return nil
        }
    }

    private var replay: PolicyReplayReport {
        PolicyReplayReport(
            sha256: "00", gained: 1, lost: 2, eased: 0, tightened: 0, reworded: 0, unchanged: 9, undecidable: 1,
            report: Self.report)
    }

    /// As docs/policy-replay.md shows it.
    static let report =
        #"{"base":"recorded","consoles":{"remainder":0,"rows":[{"counts":{"gained":1,"lost":2,"undecidable":1},"examples":{"lost":["7c1d02"]},"name":"notice"}]},"decisions":13,"differences":{"eased":0,"gained":1,"lost":2,"reworded":0,"tightened":0,"unchanged":9},"draft_sha256":"00","format":"gwanmun-replay/1","outside":{"cert_not_bound":4},"people":{"remainder":3,"rows":[{"counts":{"lost":2},"examples":{"lost":["7c1d02"]},"name":"kim-7f3a"}]},"policies":{},"rules":{"remainder":0,"rows":[{"counts":{"lost":2},"examples":{"lost":["7c1d02"]},"now":"no-usb","was":"build-people"}]},"span":{"first_seq":"1","from":"2026-11-22T10:00:00Z","last_seq":"9","to":"2026-11-22T11:00:00Z"},"undecidable":{"older_record":1}}"#

    func prepare(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PreparedPolicy {
        guard let snapshot = snapshot(of: bundle) else { throw PolicyUnfit(["is no policy"]) }
        return PreparedPolicy(snapshot: snapshot) { _ in }
    }
}

extension DeskHall {
    /// What the hall begins with.
    static func bundle() throws -> PolicyBundle {
        try PolicyBundle([
            .init(name: "roles.yaml", text: "version: 1\nroles: {}\n"),
            .init(name: "rules.yaml", text: "version: 1\nrules: []\n"),
        ])
    }

    var author: PageVisitor { visitor("song-31aa", roles: ["policy_author"]) }
    var approver: PageVisitor { visitor("park-22dd", roles: ["policy_approver"]) }
    var operatorOfNode: PageVisitor { visitor("jung-44ee", roles: ["operator"]) }

    /// A draft by the author, with one file more.
    func propose(_ name: String = "more.yaml", _ text: String = "version: 1\n") async throws -> PolicyDraft {
        let bundle = try PolicyBundle(try Self.bundle().files + [.init(name: name, text: text)])
        let hand = PolicyHand(AccountName(stored: "song-31aa"), key: AuthenticatorID("key of song-31aa"))
        return try await policies.propose(bundle, PolicyChange.Order(Self.mandate, by: hand))
    }

    func draft(_ id: String) async throws -> PolicyDraft {
        try await policies.draft(id, readBy: .controlSocket(uid: 0), requestID: Self.requestID)
    }

    var drafts: [PolicyDraft] {
        get async throws { try await policies.drafts(readBy: .controlSocket(uid: 0), requestID: Self.requestID) }
    }

    var inForce: PolicyVersion {
        get async throws {
            try await policies.inForce(readBy: .controlSocket(uid: 0), requestID: Self.requestID).version
        }
    }
}
