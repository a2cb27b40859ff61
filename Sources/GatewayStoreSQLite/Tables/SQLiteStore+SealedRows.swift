internal import GRDB
public import GatewayCrypto
public import GatewayStore

/// A table with a column of sealed secrets, `secret`.
enum SealedTable: CaseIterable {
    case timeDevices, counterDevices, stockTokens, nodeSecrets

    var name: String {
        switch self {
        case .timeDevices: "totp_devices"
        case .counterDevices: "hotp_devices"
        case .stockTokens: "token_stock"
        case .nodeSecrets: "node_secrets"
        }
    }

    /// What names a row.
    fileprivate var row: String {
        switch self {
        case .timeDevices, .counterDevices: "id"
        case .stockTokens: "serial"
        case .nodeSecrets: "name"
        }
    }

    /// Whose a row is, as SQL.
    fileprivate var account: String {
        switch self {
        case .timeDevices, .counterDevices:
            "(SELECT account FROM authenticators WHERE authenticators.id = \(name).id)"
        case .stockTokens, .nodeSecrets: "''"
        }
    }

    /// Its rows that are sealed under a key, by the prefix of their secret.
    var selectSealed: String { "FROM \(name) WHERE substr(secret, 1, 22) = ?" }
}

extension SQLiteStore: SealedRowStore {
    public func sealedRows(under key: DataKeyID, limit: Int) async throws(StoreError) -> [SealedRow] {
        try await read { db in
            var found: [SealedRow] = []
            for table in SealedTable.allCases where found.count < limit {
                let sql = """
                    SELECT \(table.row) AS entry, \(table.account) AS account, secret \(table.selectSealed) LIMIT ?
                    """
                let prefix = SealedSecret.storedPrefix(under: key)
                found += try db.rows(sql, [prefix, limit - found.count]).map(as: .sealedSecret) { row in
                    SealedRow(
                        binding: SealBinding(
                            table: table.name, row: try row.text("entry"), account: try row.text("account")),
                        secret: try row.parsed("secret") { SealedSecret(stored: $0) })
                }
            }
            return found
        }
    }

    public func replace(_ row: SealedRow, with secret: SealedSecret) async throws(StoreError) -> Bool {
        guard let table = SealedTable.allCases.first(where: { $0.name == row.binding.table }) else { return false }
        return try await write { db in
            try db.change(
                "UPDATE \(table.name) SET secret = ? WHERE \(table.row) = ? AND secret = ?",
                [secret.stored, row.binding.row, row.secret.stored]) == 1
        }
    }

    public func keyUses() async throws(StoreError) -> [DataKeyID: KeyUse] {
        try await read { db in
            try db.rows(
                """
                SELECT id, (SELECT count(*) FROM account_keys WHERE data_key = data_keys.id) AS account_keys FROM data_keys
                """
            ).map(as: .dataKey) { row in
                let id = try row.parsed("id") { DataKeyID($0) }
                let prefix = SealedSecret.storedPrefix(under: id)
                func count(_ table: SealedTable) throws -> Int {
                    try db.rows("SELECT count(*) AS number \(table.selectSealed)", [prefix])
                        .map(as: .sealedSecret) { try $0.int("number") }.reduce(0, +)
                }
                let use = try KeyUse(
                    accountKeys: row.int("account_keys"), accountSecrets: count(.timeDevices) + count(.counterDevices),
                    nodeSecrets: count(.nodeSecrets) + count(.stockTokens))
                return (id, use)
            }.reduce(into: [:]) { uses, use in uses[use.0] = use.1 }
        }
    }

    public func nodeSecret(_ name: String) async throws(StoreError) -> SealedSecret? {
        try await read { db in
            try db.rows("SELECT secret FROM node_secrets WHERE name = ?", [name]).map(as: .sealedSecret) { row in
                try row.parsed("secret") { SealedSecret(stored: $0) }
            }.first
        }
    }

    public func insertNodeSecret(_ name: String, _ secret: SealedSecret) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "INSERT INTO node_secrets (name, secret) VALUES (?, ?) ON CONFLICT DO NOTHING", [name, secret.stored])
                == 1
        }
    }
}
