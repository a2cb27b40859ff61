internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: ContactStore {
    public func setContact(_ mail: MailAddress?, of account: AccountName) async throws(StoreError) {
        try await write { db in
            guard let mail else {
                return try db.run("DELETE FROM account_contacts WHERE account = ?", [account.text])
            }
            try db.run(
                """
                INSERT INTO account_contacts (account, mail) VALUES (?, ?)
                ON CONFLICT (account) DO UPDATE SET mail = excluded.mail
                """, [account.text, mail.text])
        }
    }

    public func contact(of account: AccountName) async throws(StoreError) -> MailAddress? {
        try await read { db in
            try db.rows("SELECT mail FROM account_contacts WHERE account = ?", [account.text])
                .map(as: .contact) { try $0.parsed("mail") { MailAddress($0) } }.first
        }
    }
}

extension SQLiteStore: PlaceStore {
    private static let placesKept = 100

    public func notePlace(
        _ place: LoginPlace, of account: AccountName, at: UnixTime
    ) async throws(StoreError) -> PlaceFinding {
        let key: StatementArguments = [account.text, place.network.description, place.device]
        return try await write { db in
            let seen = try db.change(
                "UPDATE account_places SET last_seen = max(last_seen, ?) WHERE account = ? AND network = ? AND device = ?",
                [at.milliseconds] + key)
            guard seen == 0 else { return .known }
            let others = try db.rows("SELECT 1 FROM account_places WHERE account = ? LIMIT 1", [account.text])
            try db.run(
                "INSERT INTO account_places (account, network, device, last_seen) VALUES (?, ?, ?, ?)",
                key + [at.milliseconds])
            try db.run(
                """
                DELETE FROM account_places WHERE account = ?1 AND rowid NOT IN
                    (SELECT rowid FROM account_places WHERE account = ?1 ORDER BY last_seen DESC LIMIT ?2)
                """, [account.text, Self.placesKept])
            return others.isEmpty ? .first : .new
        }
    }

    public func removePlaces(lastSeenBefore: UnixTime) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM account_places WHERE last_seen < ?", [lastSeenBefore.milliseconds])
        }
    }
}
