public import GatewayIdentity

extension Administration {
    /// Has the node read its files again, under a mandate like any other change.
    public func reload<Result: Sendable>(_ mandate: Mandate, _ read: @Sendable () async -> Result)
        async throws(AdministrationProblem) -> Result
    {
        try await carryOut(.reloaded, mandate, over: .node) { _ in await read() }
    }

    /// Has every receiver of records be sent a message that says it is a test.
    public func testForwarding<Result: Sendable>(_ mandate: Mandate, _ attempt: @Sendable () async -> Result)
        async throws(AdministrationProblem) -> Result
    {
        try await carryOut(.warningsTested, mandate, over: .node) { _ in await attempt() }
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
