internal import GatewayCrypto
internal import GatewayIdentity
public import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

extension Access {
    /// Reads everything that event loops will ask for into memory: people, bindings, grants, locks, and the sessions
    /// that were open when the node stopped.
    ///
    /// Times and locks go on as if it had never stopped; a session whose time ran out meanwhile is ended, with its
    /// cause, by the first housekeeping.
    public static func load(_ ports: AccessPorts, settings: AccessSettings, policy: PolicySnapshot)
        async throws(AccessFailure) -> Access
    {
        do {
            let core = try AccessCore(
                ports: ports, settings: settings, policy: policy, directory: try await directory(from: ports))
            for stored in try await ports.store.liveSessions() {
                let session = LiveSession(stored.session, issuer: nil)
                guard session.becomeOpen() else { continue }
                core.registry.restore(session)
                for token in stored.tokens { core.registry.install(token, for: session) }
            }
            return Access(core: core)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    private static let page = 500

    private static func directory(from ports: AccessPorts) async throws(StoreError) -> Directory {
        var directory = Directory()
        var last: AccountName?
        let bindings = Dictionary(grouping: try await ports.store.allBindings(), by: \.account)
        while true {
            let accounts = try await ports.store.accounts(after: last, limit: page)
            for account in accounts {
                directory.put(
                    account, named: account.name, bindings: bindings[account.name] ?? [],
                    grants: try await ports.store.grants(of: account.name))
            }
            guard let name = accounts.last?.name else { break }
            last = name
        }
        for lock in try await ports.store.locks(holdingAt: ports.clock()) { directory.put(lock) }
        return directory
    }
}
