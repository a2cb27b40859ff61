import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `Approvers` {
    private let requester = AccountName(stored: "park-5e11")

    private func votes(_ votes: [String: Set<RoleName>]) -> [AccountName: Set<RoleName>] {
        Dictionary(uniqueKeysWithValues: votes.map { (AccountName(stored: $0), $1) })
    }

    private func missing(_ approval: Approval, _ given: [String: Set<RoleName>]) -> Int {
        approval.missingApprovers(after: votes(given), requestedBy: requester)
    }

    /// V13: one approval of two, and the requester's own.
    @Test func `V13: of two, one is not enough, and whoever asks is none of them`() {
        let twoPerson = Approval(
            approvers: [ApproverGroup(roles: ["security_admin"], count: 2)], isDistinctFromRequester: true)
        #expect(missing(twoPerson, [:]) == 2)
        #expect(missing(twoPerson, ["cho-31bd": ["security_admin"]]) == 1)
        #expect(missing(twoPerson, ["cho-31bd": ["security_admin"], "park-5e11": ["security_admin"]]) == 1)
        #expect(missing(twoPerson, ["cho-31bd": ["security_admin"], "yun-77aa": ["security_admin"]]) == 0)
        var alsoOwn = twoPerson
        alsoOwn.isDistinctFromRequester = false
        #expect(missing(alsoOwn, ["cho-31bd": ["security_admin"], "park-5e11": ["security_admin"]]) == 0)
    }

    @Test func `of several groups are as many of each, and nobody counts for two`() {
        let groups = Approval(approvers: [
            ApproverGroup(roles: ["security_admin"], count: 1), ApproverGroup(roles: ["privileged_admin"], count: 1),
        ])
        #expect(missing(groups, ["cho-31bd": ["security_admin"], "yun-77aa": ["security_admin"]]) == 1)
        #expect(missing(groups, ["cho-31bd": ["security_admin", "privileged_admin"]]) == 1)
        // Whoever holds both roles sits where they are needed.
        for first in ["aaa-1111", "zzz-9999"] {
            #expect(
                missing(groups, [first: ["security_admin", "privileged_admin"], "mmm-5555": ["security_admin"]]) == 0)
        }
    }

    @Test func `without the role are none`() {
        let officer = Approval(approvers: [ApproverGroup(roles: ["security_admin"], count: 1)])
        #expect(missing(officer, ["cho-31bd": ["staff"], "yun-77aa": []]) == 1)
    }
}
