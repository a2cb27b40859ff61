internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: UserStore {
    public func insert(
        _ account: Account, listing: SpecialListing?, terms: ServiceTerms?
    ) async throws(StoreError) {
        try await write { try $0.insert(account, listing: listing, terms: terms) }
    }

    public func update(_ account: Account) async throws(StoreError) { try await write { try $0.describe(account) } }

    public func apply(_ changes: [AccountChange]) async throws(StoreError) {
        try await write { db in
            for change in changes {
                switch change {
                case .request(let request): try db.insert(request)
                case .insert(let account, let listing): try db.insert(account, listing: listing)
                case .describe(let account): try db.describe(account)
                case .roles(let roles, let account, let listing): try db.setRoles(roles, of: account, listing: listing)
                case .move(let account, let states, let state, let at):
                    try db.move(account, from: states, to: state, at: at)
                case .deprovision(let account, let at): try db.deprovision(account, at: at)
                case .reject(let id, let by, let at, let reason): try db.reject(id, by: by, at: at, reason: reason)
                }
            }
        }
    }

    public func setRoles(_ roles: Set<RoleName>, of account: AccountName, listing: ListingChange)
        async throws(StoreError)
    {
        try await write { try $0.setRoles(roles, of: account, listing: listing) }
    }

    public func dropRights(of account: AccountName) async throws(StoreError) {
        try await write { db in
            let removed = "AND EXISTS (SELECT 1 FROM accounts WHERE name = ?1 AND state = 'removed')"
            try db.run("DELETE FROM account_roles WHERE account = ?1 \(removed)", [account.text])
            try db.run("DELETE FROM special_accounts WHERE account = ?1 \(removed)", [account.text])
            try db.run("DELETE FROM service_terms WHERE account = ?1 \(removed)", [account.text])
        }
    }

    public func move(_ account: AccountName, from states: Set<AccountState>, to state: AccountState, at: UnixTime)
        async throws(StoreError)
    {
        try await write { try $0.move(account, from: states, to: state, at: at) }
    }

    public func setLanguage(_ language: Language, of account: AccountName) async throws(StoreError) {
        try await write { db in
            let changed = try db.change(
                "UPDATE accounts SET language = ? WHERE name = ?", [language.rawValue, account.text])
            guard changed == 1 else { throw StoreError.notFound(.account) }
        }
    }

    public func account(_ name: AccountName) async throws(StoreError) -> Account? {
        try await read { try $0.account(name) }
    }

    public func accounts(after: AccountName?, limit: Int) async throws(StoreError) -> [Account] {
        try await read { db in
            try db.rows("SELECT * FROM accounts WHERE name > ? ORDER BY name LIMIT ?", [after?.text ?? "", limit])
                .map(as: .account) { try db.account($0) }
        }
    }

    public func bind(_ binding: CertificateBinding) async throws(StoreError) {
        let columns = BindingColumns(binding.reference)
        try await write { db in
            try db.insert(
                """
                INSERT INTO certificate_bindings (account, issuer, serial, public_key, bound_at, device)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    binding.account.text, columns.issuer, columns.serial, columns.publicKey,
                    binding.boundAt.milliseconds, binding.device?.text,
                ], orThrow: .certificateBound)
        }
    }

    public func unbind(_ reference: CertificateReference, from account: AccountName) async throws(StoreError) {
        let columns = BindingColumns(reference)
        try await write { db in
            let removed = try db.change(
                """
                DELETE FROM certificate_bindings
                WHERE account = ? AND issuer IS ? AND serial IS ? AND public_key IS ?
                """, [account.text, columns.issuer, columns.serial, columns.publicKey])
            guard removed == 1 else { throw StoreError.notFound(.certificateBinding) }
        }
    }

    public func bindings(of account: AccountName) async throws(StoreError) -> [CertificateBinding] {
        try await read { db in
            try db.rows("SELECT * FROM certificate_bindings WHERE account = ? ORDER BY bound_at", [account.text])
                .map(as: .certificateBinding) { try CertificateBinding($0) }
        }
    }

    public func owner(of certificate: ClientCertificate) async throws(StoreError) -> Account? {
        try await read { db in
            let owners = try db.rows(
                """
                SELECT DISTINCT account FROM certificate_bindings
                WHERE (issuer = ? AND serial = ?) OR public_key = ?
                """, [certificate.issuer, certificate.serial, certificate.publicKey.hex]
            ).map(as: .certificateBinding) { try $0.account() }
            guard owners.count <= 1 else { throw StoreError.conflict(.certificateAmbiguous) }
            return try owners.first.flatMap { try db.account($0) }
        }
    }
}

/// The two forms of a reference, spread over three columns of which the others are NULL.
private struct BindingColumns {
    var issuer: String?
    var serial: String?
    var publicKey: String?

    init(_ reference: CertificateReference) {
        switch reference {
        case .issuerAndSerial(let issuer, let serial):
            self.issuer = issuer
            self.serial = serial
        case .publicKey(let digest):
            publicKey = digest.hex
        }
    }

    static func reference(_ row: StoredRow) throws -> CertificateReference {
        if let issuer = try row.optionalText("issuer") {
            return .issuerAndSerial(issuer: issuer, serial: try row.text("serial"))
        }
        return .publicKey(try row.digest("public_key"))
    }
}

extension CertificateBinding {
    init(_ row: StoredRow) throws {
        try self.init(
            account: row.account(), reference: BindingColumns.reference(row), boundAt: row.time("bound_at"),
            device: row.optional("device", DeviceID.init))
    }
}

extension Set<AccountState> {
    /// For `json_each`: the raw values are plain words.
    fileprivate var sqlList: String { "[" + map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ",") + "]" }
}

extension Database {
    func insert(_ account: Account, listing: SpecialListing?, terms: ServiceTerms? = nil) throws {
        try insert(
            """
            INSERT INTO accounts
                (name, display_name, organisation, language, state, use, external_id, created_at, active_since)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                account.name.text, account.displayName, account.organisation, account.language.rawValue,
                account.state.rawValue, account.use.rawValue, account.externalID, account.createdAt.milliseconds,
                account.createdAt.milliseconds,
            ], orThrow: .accountExists)
        try setRoles(account.roles, of: account.name)
        if let listing { try enter(listing) }
        if let terms { try setTerms(terms, of: account.name) }
    }

    fileprivate func describe(_ account: Account) throws {
        let changed = try change(
            """
            UPDATE OR IGNORE accounts SET display_name = ?, organisation = ?, language = ?, external_id = ?
            WHERE name = ?
            """,
            [
                account.displayName, account.organisation, account.language.rawValue, account.externalID,
                account.name.text,
            ])
        guard changed == 0 else { return }
        throw try self.account(account.name) == nil
            ? StoreError.notFound(.account) : StoreError.conflict(.identifierExists)
    }

    fileprivate func deprovision(_ account: AccountName, at: UnixTime) throws {
        let changed = try change(
            "UPDATE accounts SET state = 'disabled', deprovisioned_at = ? WHERE name = ? AND state <> 'removed'",
            [at.milliseconds, account.text])
        guard changed == 1 else { throw StoreError.notFound(.account) }
    }

    fileprivate func move(
        _ account: AccountName, from states: Set<AccountState>, to state: AccountState, at: UnixTime
    ) throws {
        let moved = try change(
            """
            UPDATE accounts SET state = ?1,
                active_since = CASE WHEN ?1 = 'active' THEN ?2 ELSE active_since END,
                deprovisioned_at = CASE WHEN ?1 = 'active' THEN NULL ELSE deprovisioned_at END
            WHERE name = ?3 AND state IN (SELECT value FROM json_each(?4))
            """,
            [state.rawValue, at.milliseconds, account.text, states.sqlList])
        guard moved == 0 else { return }
        throw try self.account(account) == nil ? StoreError.notFound(.account) : StoreError.conflict(.accountState)
    }

    func setRoles(_ roles: Set<RoleName>, of account: AccountName, listing: ListingChange) throws {
        // Takes the row, and tells whether there is one.
        let found = try change(
            "UPDATE accounts SET name = name WHERE name = ? AND state <> 'removed'", [account.text])
        guard found == 1 else { throw StoreError.notFound(.account) }
        try setRoles(roles, of: account)
        switch listing {
        case .keep: break
        case .enter(let listing): try enter(listing)
        case .leave: try run("DELETE FROM special_accounts WHERE account = ?", [account.text])
        }
    }

    private func enter(_ listing: SpecialListing) throws {
        try run(
            """
            INSERT INTO special_accounts (account, purpose, listed_by, listed_at, checked_by, checked_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account) DO NOTHING
            """,
            [
                listing.account.text, listing.purpose, listing.listedBy.text, listing.listedAt.milliseconds,
                listing.check?.by.text, listing.check?.at.milliseconds,
            ])
    }

    private func setRoles(_ roles: Set<RoleName>, of account: AccountName) throws {
        try run("DELETE FROM account_roles WHERE account = ?", [account.text])
        for role in roles {
            try run("INSERT INTO account_roles (account, role) VALUES (?, ?)", [account.text, role.text])
        }
    }

    func account(_ name: AccountName) throws -> Account? {
        try rows("SELECT * FROM accounts WHERE name = ?", [name.text]).map(as: .account) { try account($0) }.first
    }

    fileprivate func account(_ row: StoredRow) throws -> Account {
        let name = try row.account("name")
        let roles = try rows("SELECT role FROM account_roles WHERE account = ?", [name.text])
            .map(as: .account) { RoleName(try $0.text("role")) }
        return try Account(
            name: name, displayName: row.text("display_name"), roles: Set(roles),
            organisation: row.text("organisation"),
            language: row.oneOf(Language.self, "language"), state: row.oneOf(AccountState.self, "state"),
            use: row.oneOf(AccountUse.self, "use"), externalID: row.optionalText("external_id"),
            isDeprovisioned: row.optionalTime("deprovisioned_at") != nil,
            createdAt: row.time("created_at"))
    }
}
