import GatewayIdentity
import GatewayStore

extension ObservedStore {
    func insert(_ hold: RecordHold) async throws(StoreError) {
        try note("insertHold")
        try await store.insert(hold)
    }

    func liftHold(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError) {
        try note("liftHold")
        try await store.liftHold(id, by: by, at: at, reason: reason)
    }

    func holds() async throws(StoreError) -> [RecordHold] {
        try note("holds")
        return try await store.holds()
    }
}
