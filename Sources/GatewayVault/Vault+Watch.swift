internal import GatewayStore
internal import Synchronization

extension Vault {
    /// Why nothing new is sealed now, or nothing is opened either; `nil`: all is well.
    public var problem: String? {
        state.withLock { state in
            state.problem.map { $0 + (state.isShut ? "; secrets stay shut until it is back" : "") }
        }
    }

    /// Asks whether the key-encryption key can be reached, for whoever asks every few seconds.
    ///
    /// While it cannot, nothing new is sealed. After the lease what it opened is forgotten, and secrets stay shut until it is back.
    public func look() async {
        do {
            try await probe()
            if state.withLock({ $0.isShut }) { try await openDataKeys() }
            state.withLock { state in
                state.problem = nil
                state.isShut = false
                state.lastReached = monotonic()
            }
        } catch {
            note("\(error)")
        }
    }

    private func probe() async throws {
        let newest = state.withLock { $0.newest }
        let kind = try await store.keyEncryptionKeys().last { $0.id == newest }?.place
        for place in places where place.kind == kind { try await place.probe(newest) }
    }

    private func note(_ problem: String) {
        state.withLock { state in
            state.problem = problem
            if monotonic() - state.lastReached > settings.lease { state.shut() }
        }
    }
}
