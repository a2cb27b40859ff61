public import GatewayIdentity
internal import GatewayStore

/// What nobody put in force is not kept for ever.
extension PolicyChange {
    /// Drafts that were dropped, rejected or overtaken are forgotten after this time. Versions, and what they were as drafts, stay.
    static let memory = Duration.seconds(366 * 86400)
    /// In one round.
    private static let most = 20

    public func forgetStaleDrafts(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) {
        let before = now - Self.memory
        do throws(AdministrationProblem) {
            let stale = try await reading { () throws(StoreError) in
                try await store.stalePolicyDrafts(before: before, limit: Self.most)
            }
            let mandate = Mandate.ofGateway("drafts that came to nothing are kept for a year", requestID)
            for draft in stale {
                try await carryOut(.forgotten, draft, mandate) { () async throws in
                    guard try await store.forgetPolicyDraft(draft.id, staleBefore: before) else {
                        throw AdministrationProblem.notFound(.policyDraft)
                    }
                }
            }
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }
}
