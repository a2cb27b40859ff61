internal import GRDB
public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

extension SQLiteStore: DirectoryStore {
    public func directoryEntries(after: AccountName?, limit: Int) async throws(StoreError) -> [DirectoryEntry] {
        try await read { db in
            try db.directoryEntries(where: "name > ? ORDER BY name LIMIT ?", [after?.text ?? "", limit])
        }
    }

    public func directoryEntries(claiming certificate: ClientCertificate) async throws(StoreError) -> [DirectoryEntry] {
        try await read { db in
            try db.rows(
                """
                SELECT DISTINCT account FROM certificate_bindings
                WHERE (issuer = ? AND serial = ?) OR public_key = ? ORDER BY account
                """, [certificate.issuer, certificate.serial, certificate.publicKey.hex]
            )
            .map(as: .certificateBinding) { try $0.account() }
            .flatMap { try db.directoryEntries(of: $0) }
        }
    }

    public func directoryEntry(of account: AccountName) async throws(StoreError) -> DirectoryEntry? {
        try await read { try $0.directoryEntries(of: account).first }
    }
}

extension Database {
    fileprivate func directoryEntries(of account: AccountName) throws -> [DirectoryEntry] {
        try directoryEntries(where: "name = ?", [account.text])
    }

    /// Ten queries, however many accounts there are: all of them walk through one stretch of names in one order, and
    /// each account takes its own rows off the front.
    ///
    /// - Parameter condition: chooses accounts that are neighbours by name, in order of names. A constant.
    fileprivate func directoryEntries(
        where condition: String, _ arguments: StatementArguments
    ) throws -> [DirectoryEntry] {
        let accounts = try values(
            """
            SELECT name, display_name, organisation, language, state, use, external_id, created_at, deprovisioned_at FROM accounts
            WHERE \(condition)
            """, arguments, as: .account
        ) { try Account($0) }
        guard let first = accounts.first?.name, let last = accounts.last?.name else { return [] }
        let stretch: StatementArguments = [first.text, last.text]
        var roles = try ordered(
            "SELECT account, role FROM account_roles WHERE account BETWEEN ? AND ? ORDER BY account",
            stretch, as: .account
        ) { RoleName(try $0.text(1)) }
        var bindings = try ordered(
            """
            SELECT account, issuer, serial, public_key, bound_at, device FROM certificate_bindings
            WHERE account BETWEEN ? AND ? ORDER BY account, bound_at
            """, stretch, as: .certificateBinding
        ) { try CertificateBinding($0) }
        var grants = try ordered(
            """
            SELECT \(Self.grantColumns) FROM partner_grants
            WHERE account BETWEEN ? AND ? ORDER BY account, from_at, id
            """, stretch, as: .grant
        ) { try GrantRow($0) }
        var consoles = try ordered(
            """
            SELECT grant_id, console FROM partner_grants JOIN grant_consoles ON grant_id = id
            WHERE account BETWEEN ? AND ? ORDER BY account, from_at, id
            """, stretch, as: .grant
        ) { ConsoleID(try $0.text(1)) }
        var grantTerms = try ordered(
            """
            SELECT grant_id, grant_terms.kind, value FROM partner_grants JOIN grant_terms ON grant_id = id
            WHERE account BETWEEN ? AND ? ORDER BY account, from_at, id
            """, stretch, as: .grant
        ) { GrantTerm(kind: try $0.oneOf(GrantTerm.Kind.self, 1), value: try $0.text(2)) }
        var approvals = try ordered(
            """
            SELECT account, name, from_at, to_at,
                (SELECT group_concat(console, ' ') FROM approval_consoles WHERE approval_id = id), everywhere
            FROM approvals WHERE account BETWEEN ? AND ? AND verdict = 'given' AND name <> 'grant'
            ORDER BY account, from_at, id
            """, stretch, as: .approval
        ) { try HeldApproval($0) }
        var listings = try ordered(
            """
            SELECT account, purpose, listed_by, listed_at, checked_by, checked_at FROM special_accounts
            WHERE account BETWEEN ? AND ? ORDER BY account
            """, stretch, as: .specialListing
        ) { try SpecialListing($0) }
        var openings = try ordered(
            """
            SELECT account, MAX(decided_at) FROM account_requests
            WHERE account BETWEEN ? AND ? AND wish = 'opening' AND verdict = 'approved' GROUP BY account ORDER BY account
            """, stretch, as: .accountRequest
        ) { try $0.time(1) }
        var terms = try terms(between: first, and: last)

        var entries: [DirectoryEntry] = []
        entries.reserveCapacity(accounts.count)
        for var account in accounts {
            account.roles = Set(try roles.take(of: account.name.text))
            entries.append(
                DirectoryEntry(
                    account: account, bindings: try bindings.take(of: account.name.text),
                    grants: try grants.take(of: account.name.text).map {
                        try $0.grant(on: try consoles.take(of: $0.id), try grantTerms.take(of: $0.id))
                    },
                    special: try listings.take(of: account.name.text).first,
                    openedAt: try openings.take(of: account.name.text).first,
                    terms: try terms.take(of: account.name.text).first,
                    approvals: try approvals.take(of: account.name.text)))
        }
        return entries
    }
}

extension Account {
    /// Its roles come from another table.
    fileprivate init(_ row: NumberedColumns) throws {
        try self.init(
            name: AccountName(stored: row.text(0)), displayName: row.text(1), roles: [], organisation: row.text(2),
            language: row.oneOf(Language.self, 3), state: row.oneOf(AccountState.self, 4),
            use: row.oneOf(AccountUse.self, 5), externalID: row.optionalText(6),
            isDeprovisioned: row.optionalTime(8) != nil, createdAt: row.time(7))
    }
}

extension SpecialListing {
    fileprivate init(_ row: NumberedColumns) throws {
        var check: Check?
        if let by = try row.optionalText(4) { check = Check(at: try row.time(5), by: AccountName(stored: by)) }
        try self.init(
            account: AccountName(stored: row.text(0)), purpose: row.text(1),
            listedBy: AccountName(stored: row.text(2)), listedAt: row.time(3), check: check)
    }
}

extension CertificateBinding {
    fileprivate init(_ row: NumberedColumns) throws {
        let reference: CertificateReference =
            if let issuer = try row.optionalText(1) {
                .issuerAndSerial(issuer: issuer, serial: try row.text(2))
            } else {
                .publicKey(try row.digest(3))
            }
        try self.init(
            account: AccountName(stored: row.text(0)), reference: reference, boundAt: row.time(4),
            device: row.optional(5, DeviceID.init))
    }
}
