public import GatewayIdentity
public import GatewaySessions
internal import GatewayStore

extension Administration {
    /// Ends one session, with every connection that lives by it.
    public func endSession(_ id: SessionID, _ mandate: Mandate) async throws(AdministrationProblem) {
        guard let session = core.registry.session(id), !session.hasEnded else { throw .notFound(.session) }
        do throws(AccessFailure) {
            try await end([session], .administrator, mandate, at: core.now())
        } catch {
            throw .failed(error)
        }
    }

    /// - Returns: how many.
    public func endSessions(of name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) -> Int {
        try await awaitEverybody()
        _ = try require(name)
        let sessions = core.registry.sessions(of: name).filter { !$0.hasEnded }
        do throws(AccessFailure) {
            try await end(sessions, .administrator, mandate, at: core.now())
        } catch {
            throw .failed(error)
        }
        return sessions.count
    }
}
