public import GatewayIdentity

extension Administration {
    /// Has the node read its files again, under a mandate like any other change.
    public func reload<Result: Sendable>(_ mandate: Mandate, _ read: @Sendable () async -> Result)
        async throws(AdministrationProblem) -> Result
    {
        try await carryOut(.reloaded, mandate, over: .node) { _ in await read() }
    }

    /// Somebody reached for what they may not do or see.
    public func noteRefusal(of what: String, to actor: Actor, reason: Reason, requestID: RequestID)
        async throws(AdministrationProblem)
    {
        do throws(AccessFailure) {
            try await core.record([
                SecurityEvent(
                    .administrationRefused, .failure, at: core.now(), requestID: requestID, actor: actor,
                    reason: reason, severity: .medium,
                    details: ["request": what])
            ])
        } catch {
            throw .failed(error)
        }
    }
}
