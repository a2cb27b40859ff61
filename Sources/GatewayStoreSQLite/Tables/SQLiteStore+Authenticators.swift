internal import GRDB
public import GatewayFactors
public import GatewayIdentity
public import GatewayStore

/// Where each kind of authenticator keeps what is its own, under the id of its row in `authenticators`.
enum AuthenticatorTable {
    static let all = ["totp_devices", "hotp_devices", "webauthn_credentials"]
}

extension SQLiteStore: AuthenticatorStore {
    public func authenticators(of account: AccountName) async throws(StoreError) -> [Authenticator] {
        try await read { db in
            try db.rows("SELECT * FROM authenticators WHERE account = ? ORDER BY created_at, id", [account.text])
                .map(as: .authenticator) { try Authenticator($0) }
        }
    }

    public func renameAuthenticator(
        _ id: AuthenticatorID, of account: AccountName, to label: String
    ) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "UPDATE authenticators SET label = ? WHERE id = ? AND account = ?", [label, id.text, account.text]) == 1
        }
    }

    public func moveAuthenticator(
        _ id: AuthenticatorID, of account: AccountName, from: AuthenticatorState, to: AuthenticatorState
    ) async throws(StoreError) -> Bool {
        let (old, new) = (StateColumns(from), StateColumns(to))
        return try await write { db in
            let moved = try db.change(
                """
                UPDATE authenticators SET state = ?, state_at = ?, replaced_by = ?
                WHERE id = ? AND account = ? AND state = ? AND state_at = ?
                """,
                [new.state, new.at, new.replacedBy, id.text, account.text, old.state, old.at])
            if moved == 1 && to.isForGood { try db.destroySecrets(of: id) }
            return moved == 1
        }
    }

    public func revokeUnlessLast(
        _ id: AuthenticatorID, of account: AccountName, at: UnixTime
    ) async throws(StoreError) -> Bool {
        try await write { db in
            let revoked = try db.change(
                """
                UPDATE authenticators SET state = 'revoked', state_at = ?
                WHERE id = ? AND account = ? AND state = 'active'
                    AND (SELECT count(*) FROM authenticators WHERE account = ? AND state = 'active') > 1
                """, [at.milliseconds, id.text, account.text, account.text])
            if revoked == 1 { try db.destroySecrets(of: id) }
            return revoked == 1
        }
    }
}

extension Database {
    /// The row that all kinds have. A pending one takes the place of another of its kind that has no serial number
    /// either.
    func insertPending(_ authenticator: Authenticator) throws {
        if authenticator.serial == nil {
            let old = """
                SELECT id FROM authenticators
                WHERE account = ? AND kind = ? AND state = 'pending' AND serial IS NULL
                """
            let arguments: StatementArguments = [authenticator.account.text, authenticator.kind.rawValue]
            for table in AuthenticatorTable.all { try run("DELETE FROM \(table) WHERE id IN (\(old))", arguments) }
            try run("DELETE FROM authenticators WHERE id IN (\(old))", arguments)
        }
        try insert(authenticator)
        // Behind the insert, and in its transaction: what throws here takes it back.
        let held = try rows(
            """
            SELECT id FROM authenticators
            WHERE account = ? AND kind IN ('totp', 'hotp') AND id IS NOT ?
                AND (state IN ('active', 'locked') OR (state = 'pending' AND state_at > ?))
            """,
            [
                authenticator.account.text, authenticator.replaces?.text,
                authenticator.createdAt.milliseconds,
            ])
        guard held.count <= OneTimeCodeDevice.mostPerAccount else { throw StoreError.conflict(.tooManyDevices) }
    }

    /// - Throws: `.conflict(.identifierExists)`.
    func insert(_ authenticator: Authenticator) throws {
        let state = StateColumns(authenticator.state)
        try insert(
            """
            INSERT INTO authenticators
                (id, account, kind, label, serial, separate_device, begins_at, ends_at, replaces, state, state_at,
                replaced_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                authenticator.id.text, authenticator.account.text, authenticator.kind.rawValue, authenticator.label,
                authenticator.serial, authenticator.isSeparateDevice ? 1 : 0,
                authenticator.validity.begins?.milliseconds, authenticator.validity.ends?.milliseconds,
                authenticator.replaces?.text, state.state, state.at, state.replacedBy,
                authenticator.createdAt.milliseconds,
            ], orThrow: .identifierExists)
    }

    /// What it takes the place of goes out of use with it.
    ///
    /// - Returns: `false` when it is not pending any more, or its time has run out.
    func activate(_ id: AuthenticatorID, at: UnixTime) throws -> Bool {
        let activated = try change(
            "UPDATE authenticators SET state = 'active', state_at = ? WHERE id = ? AND state = 'pending' AND state_at > ?",
            [at.milliseconds, id.text, at.milliseconds])
        guard activated == 1 else { return false }
        try putInPlace(id, at: at)
        return true
    }

    /// Takes out of use, for good, the one that this one replaces: of the same account, and not over by itself meanwhile.
    /// In the transaction that made this one active.
    func putInPlace(_ id: AuthenticatorID, at: UnixTime) throws {
        let replaced = try rows(
            """
            UPDATE authenticators SET state = 'replaced', state_at = ?, replaced_by = ?
            WHERE state IN ('active', 'locked', 'copied', 'lost') AND id <> ?
                AND (id, account) IN (SELECT replaces, account FROM authenticators WHERE id = ?)
            RETURNING id
            """, [at.milliseconds, id.text, id.text, id.text]
        ).map(as: .authenticator) { try AuthenticatorID($0.text("id")) }
        for old in replaced { try destroySecrets(of: old) }
    }

    func destroySecrets(of id: AuthenticatorID) throws {
        for table in AuthenticatorTable.all { try run("DELETE FROM \(table) WHERE id = ?", [id.text]) }
    }
}

private struct StateColumns {
    let state: String
    let at: Int64
    let replacedBy: String?

    init(_ state: AuthenticatorState) {
        switch state {
        case .pending(let until): self.init("pending", until)
        case .active(let since): self.init("active", since)
        case .locked(let since): self.init("locked", since)
        case .copied(let since): self.init("copied", since)
        case .lost(let since): self.init("lost", since)
        case .replaced(let since, let by): self.init("replaced", since, by.text)
        case .revoked(let since): self.init("revoked", since)
        }
    }

    private init(_ state: String, _ at: UnixTime, _ replacedBy: String? = nil) {
        (self.state, self.at, self.replacedBy) = (state, at.milliseconds, replacedBy)
    }
}

extension Authenticator {
    /// From the columns of `authenticators`, alone or joined.
    init(_ row: StoredRow) throws {
        try self.init(
            id: AuthenticatorID(row.text("id")), account: row.account(), kind: row.oneOf(Kind.self, "kind"),
            label: row.text("label"), serial: row.optionalText("serial"),
            isSeparateDevice: row.int("separate_device") != 0,
            validity: Validity(begins: row.optionalTime("begins_at"), ends: row.optionalTime("ends_at")),
            replaces: row.optionalText("replaces").map { AuthenticatorID($0) }, state: AuthenticatorState(row),
            createdAt: row.time("created_at"))
    }
}

extension AuthenticatorState {
    fileprivate init(_ row: StoredRow) throws {
        let at = try row.time("state_at")
        switch try row.text("state") {
        case "pending": self = .pending(until: at)
        case "active": self = .active(since: at)
        case "locked": self = .locked(since: at)
        case "copied": self = .copied(since: at)
        case "lost": self = .lost(since: at)
        case "replaced":
            guard let by = try row.optionalText("replaced_by") else { throw row.unreadable("replaced_by") }
            self = .replaced(since: at, by: AuthenticatorID(by))
        case "revoked": self = .revoked(since: at)
        default: throw row.unreadable("state")
        }
    }
}
