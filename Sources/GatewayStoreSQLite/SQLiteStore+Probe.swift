internal import GRDB
public import GatewayStore

extension SQLiteStore {
    /// Reads the file's header, which a database that is gone or locked for ever does not give.
    public func probe() async throws(StoreError) {
        _ = try await read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    }
}
