import GatewayIdentity
import GatewayStore

extension ObservedStore {
    func insert(_ tokens: [SeededToken]) async throws(StoreError) {
        try note("insertTokens")
        try await store.insert(tokens)
    }

    func knownTokens(among serials: [String]) async throws(StoreError) -> [String] {
        try note("knownTokens")
        return try await store.knownTokens(among: serials)
    }

    func stockToken(_ serial: String) async throws(StoreError) -> StockToken? {
        try note("stockToken")
        return try await store.stockToken(serial)
    }

    func seededToken(_ serial: String) async throws(StoreError) -> SeededToken? {
        try note("seededToken")
        return try await store.seededToken(serial)
    }

    func stockTokens(after: String?, limit: Int) async throws(StoreError) -> [StockToken] {
        try note("stockTokens")
        return try await store.stockTokens(after: after, limit: limit)
    }

    func assignToken(as device: OneTimeCodeDevice, at: UnixTime) async throws(StoreError) -> Bool {
        try note("assignToken")
        return try await store.assignToken(as: device, at: at)
    }

    func revokeToken(_ serial: String, at: UnixTime) async throws(StoreError) -> Bool {
        try note("revokeToken")
        return try await store.revokeToken(serial, at: at)
    }

    func countResynchronisation(
        of id: AuthenticatorID, at: UnixTime, since: UnixTime, limit: Int
    ) async throws(StoreError) -> Bool {
        try note("countResynchronisation")
        return try await store.countResynchronisation(of: id, at: at, since: since, limit: limit)
    }
}
