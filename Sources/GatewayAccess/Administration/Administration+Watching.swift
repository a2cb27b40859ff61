public import GatewayIdentity

extension Administration {
    /// Somebody looks once at who is connected.
    public func noteLiveReading(by actor: Actor, requestID: RequestID) async throws(AdministrationProblem) {
        try await noteReading("live", actor, requestID)
    }

    /// Somebody begins to watch who is connected: recorded before the first of it is shown.
    public func noteWatchBegan(by actor: Actor, requestID: RequestID) async throws(AdministrationProblem) {
        do throws(AccessFailure) {
            try await core.record([
                SecurityEvent(.peopleWatched, at: core.now(), requestID: requestID, actor: actor)
            ])
        } catch {
            throw .failed(error)
        }
    }

    /// They ended.
    ///
    /// - Parameter beginning: when they began.
    public func noteWatchEnded(by actor: Actor, since beginning: UnixTime, requestID: RequestID)
        async throws(AdministrationProblem)
    {
        let now = core.now()
        do throws(AccessFailure) {
            try await core.record([
                SecurityEvent(
                    .peopleWatched, at: now, requestID: requestID, actor: actor,
                    details: ["milliseconds": "\((now - beginning).wholeMilliseconds)"])
            ])
        } catch {
            throw .failed(error)
        }
    }
}
