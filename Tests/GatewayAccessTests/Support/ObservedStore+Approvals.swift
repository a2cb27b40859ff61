import GatewayIdentity
import GatewayStore

extension ObservedStore {
    func pauseGrant(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) {
        try note("pauseGrant")
        try await store.pauseGrant(id, by: by, at: at)
    }

    func resumeGrant(_ id: String, at: UnixTime) async throws(StoreError) {
        try note("resumeGrant")
        try await store.resumeGrant(id, at: at)
    }

    func confirm(_ deletion: GrantDeletion) async throws(StoreError) -> Bool {
        try note("confirm")
        return try await store.confirm(deletion)
    }

    func deletions() async throws(StoreError) -> [GrantDeletion] {
        try note("deletions")
        return try await store.deletions()
    }

    func insert(_ request: ApprovalRequest, for grants: [PartnerGrant]) async throws(StoreError) {
        try note("insert")
        try await store.insert(request, for: grants)
    }

    func offBoard(_ accounts: [AccountName], by: AccountName, at: UnixTime, reason: String) async throws(StoreError)
        -> [OffBoarded]
    {
        try note("offBoard")
        return try await store.offBoard(accounts, by: by, at: at, reason: reason)
    }

    func cast(_ vote: ApprovalRequest.Vote, on id: String, completing: Int?) async throws(StoreError) {
        try note("cast")
        try await store.cast(vote, on: id, completing: completing)
    }

    func rejectApproval(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError) {
        try note("rejectApproval")
        try await store.rejectApproval(id, by: by, at: at, reason: reason)
    }

    func withdrawApproval(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError) {
        try note("withdrawApproval")
        try await store.withdrawApproval(id, by: by, at: at, reason: reason)
    }

    func approval(_ id: String) async throws(StoreError) -> ApprovalRequest? {
        try note("approval")
        return try await store.approval(id)
    }

    func approvals(openAt: UnixTime, limit: Int) async throws(StoreError) -> [ApprovalRequest] {
        try note("approvals")
        return try await store.approvals(openAt: openAt, limit: limit)
    }

    func approvals(of account: AccountName) async throws(StoreError) -> [ApprovalRequest] {
        try note("approvals")
        return try await store.approvals(of: account)
    }
}
