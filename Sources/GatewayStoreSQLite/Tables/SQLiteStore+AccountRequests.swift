internal import GRDB
public import GatewayIdentity
public import GatewayStore

/// By whom (`?1`), when (`?2`), which (`?3`): an open request, of somebody else, about somebody else.
private let decidable = "id = ?3 AND verdict IS NULL AND expires_at > ?2 AND applicant <> ?1 AND account <> ?1"

extension SQLiteStore: AccountRequestStore {
    public func insert(_ request: AccountRequest) async throws(StoreError) {
        try await write { try $0.insert(request) }
    }

    public func approve(_ id: String, by: AccountName, at: UnixTime, reason: String, bringing outcome: RequestOutcome)
        async throws(StoreError)
    {
        try await write { db in
            let decided = try db.rows(
                """
                UPDATE account_requests SET verdict = 'approved', decided_by = ?1, decided_at = ?2, decided_reason = ?4
                WHERE \(decidable) AND (wish <> 'roles' OR replaced_roles = (
                    SELECT coalesce(group_concat(role, ' '), '') FROM (
                        SELECT role FROM account_roles WHERE account = account_requests.account ORDER BY role)))
                RETURNING account
                """, [by.text, at.milliseconds, id, reason]
            ).map(as: .accountRequest) { try $0.account() }
            guard let account = decided.first else {
                let isDecidable = try !db.rows(
                    "SELECT id FROM account_requests WHERE \(decidable)", [by.text, at.milliseconds, id]
                ).isEmpty
                throw isDecidable ? StoreError.conflict(.rolesChanged) : StoreError.notFound(.accountRequest)
            }
            switch outcome {
            case .admission(let account, let listing, let terms): try db.insert(account, listing: listing, terms: terms)
            case .roles(let roles, let listing): try db.setRoles(roles, of: account, listing: listing)
            case .opening: break
            case .terms(let terms): try db.setTerms(terms, of: account)
            }
        }
    }

    public func reject(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError) {
        try await write { try $0.reject(id, by: by, at: at, reason: reason) }
    }

    public func request(_ id: String) async throws(StoreError) -> AccountRequest? {
        try await read { try $0.requests("id = ?", [id]).first }
    }

    public func requests(openAt: UnixTime, limit: Int) async throws(StoreError) -> [AccountRequest] {
        try await read { db in
            try db.requests(
                "verdict IS NULL AND expires_at > ? ORDER BY asked_at, id LIMIT ?", [openAt.milliseconds, limit])
        }
    }

    public func requests(for account: AccountName) async throws(StoreError) -> [AccountRequest] {
        try await read { try $0.requests("account = ? ORDER BY asked_at, id", [account.text]) }
    }

    public func expireRequests(at: UnixTime, limit: Int) async throws(StoreError) -> [AccountRequest] {
        try await write { db in
            try db.expire(
                """
                id IN (SELECT id FROM account_requests WHERE verdict IS NULL AND expires_at <= ? ORDER BY expires_at LIMIT ?)
                """, [at.milliseconds, limit])
        }
    }
}

extension Database {
    func insert(_ request: AccountRequest) throws {
        let columns = WishColumns(request.wish)
        if columns.kind == .admission, try account(request.account) != nil {
            throw StoreError.conflict(.accountExists)
        }
        // One whose time is over does not stand in the way, even if nobody has marked it yet.
        try expire(
            "account = ? AND wish = ? AND expires_at <= ?",
            [request.account.text, columns.kind.rawValue, request.at.milliseconds])
        try insert(
            """
            INSERT INTO account_requests
                (id, wish, account, roles, replaced_roles, display_name, organisation, language, use, external_id,
                 terms_owner, terms_networks, terms_until, applicant, reason, asked_at, expires_at, verdict, decided_by,
                 decided_at, decided_reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                request.id, columns.kind.rawValue, request.account.text, columns.roles,
                columns.replacedRoles, columns.applied?.displayName, columns.applied?.organisation,
                columns.applied?.language.rawValue,
                columns.applied?.use.rawValue, columns.applied?.externalID, columns.terms?.owner,
                columns.terms?.networks, columns.terms?.until, request.applicant.text,
                request.reason, request.at.milliseconds, request.expires.milliseconds,
                request.decision?.verdict.rawValue, request.decision?.by.text, request.decision?.at.milliseconds,
                request.decision?.reason,
            ], orThrow: .requestOpen)
    }

    func reject(_ id: String, by: AccountName, at: UnixTime, reason: String) throws {
        let decided = try change(
            """
            UPDATE account_requests SET verdict = 'rejected', decided_by = ?1, decided_at = ?2, decided_reason = ?3
            WHERE id = ?4 AND verdict IS NULL AND expires_at > ?2
            """, [by.text, at.milliseconds, reason, id])
        guard decided == 1 else { throw StoreError.notFound(.accountRequest) }
    }

    /// - Parameter condition: a constant.
    fileprivate func requests(_ condition: String, _ arguments: StatementArguments) throws -> [AccountRequest] {
        try rows("SELECT * FROM account_requests WHERE \(condition)", arguments)
            .map(as: .accountRequest) { try AccountRequest($0) }
    }

    /// Nobody decided: the clock did, in the name of nobody.
    @discardableResult
    fileprivate func expire(_ condition: String, _ arguments: StatementArguments) throws -> [AccountRequest] {
        try rows(
            """
            UPDATE account_requests
            SET verdict = 'expired', decided_by = 'gateway', decided_at = expires_at, decided_reason = 'not decided in time'
            WHERE verdict IS NULL AND \(condition) RETURNING *
            """, arguments
        ).map(as: .accountRequest) { try AccountRequest($0) }
    }
}

extension AccountRequest {
    fileprivate init(_ row: StoredRow) throws {
        var decision: Decision?
        if try row.optionalText("verdict") != nil {
            decision = try Decision(
                row.oneOf(Decision.Verdict.self, "verdict"), by: row.account("decided_by"), at: row.time("decided_at"),
                reason: row.text("decided_reason"))
        }
        try self.init(
            id: row.text("id"), account: row.account(), wish: WishColumns.wish(row),
            applicant: row.account("applicant"), reason: row.text("reason"), at: row.time("asked_at"),
            expires: row.time("expires_at"), decision: decision)
    }
}

/// What is asked for, over columns of which some are NULL.
private struct WishColumns {
    enum Kind: String {
        case admission, roles, opening, terms
    }

    let kind: Kind
    var roles: String?
    var replacedRoles: String?
    var applied: AccountRequest.Applied?
    var terms: TermsColumns?

    init(_ wish: AccountRequest.Wish) {
        switch wish {
        case .admission(let applied):
            kind = .admission
            roles = Self.text(applied.roles)
            self.applied = applied
            terms = applied.terms.map { TermsColumns($0) }
        case .roles(let roles, let replaced):
            kind = .roles
            self.roles = Self.text(roles)
            replacedRoles = Self.text(replaced)
        case .opening:
            kind = .opening
        case .terms(let terms):
            kind = .terms
            self.terms = TermsColumns(terms)
        }
    }

    static func wish(_ row: StoredRow) throws -> AccountRequest.Wish {
        switch try row.oneOf(Kind.self, "wish") {
        case .admission:
            .admission(
                try .init(
                    displayName: row.text("display_name"), roles: roles(row.text("roles")),
                    organisation: row.text("organisation"),
                    language: row.oneOf(Language.self, "language"), use: row.oneOf(AccountUse.self, "use"),
                    externalID: row.optionalText("external_id"), terms: terms(row)))
        case .roles:
            .roles(
                roles(try row.text("roles")), replacing: roles(try row.optionalText("replaced_roles") ?? ""))
        case .opening: .opening
        case .terms:
            if let terms = try terms(row) { .terms(terms) } else { throw row.unreadable("terms_owner") }
        }
    }

    private static func terms(_ row: StoredRow) throws -> ServiceTerms? {
        guard let owner = try row.optionalText("terms_owner") else { return nil }
        return try TermsColumns(
            owner: owner, networks: row.text("terms_networks"), until: row.time("terms_until")
        ).terms(of: .accountRequest)
    }

    private static func text(_ roles: Set<RoleName>) -> String {
        roles.sorted().map(\.text).joined(separator: " ")
    }

    private static func roles(_ text: String) -> Set<RoleName> {
        Set(text.split(separator: " ").map { RoleName(String($0)) })
    }
}
