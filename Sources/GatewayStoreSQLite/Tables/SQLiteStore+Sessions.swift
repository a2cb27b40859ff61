internal import GRDB
public import GatewayIdentity
public import GatewaySessions
public import GatewayStore

extension SQLiteStore: SessionStore {
    public func insert(_ session: StoredSession) async throws(StoreError) {
        try await write { try $0.insert(session) }
    }

    public func replace(
        _ old: SessionID, with successor: StoredSession, at: UnixTime
    ) async throws(StoreError) -> Bool {
        try await write { db in
            guard try db.end(old, cause: .elevated, at: at) else { return false }
            try db.insert(successor)
            return true
        }
    }

    public func addToken(_ token: SessionTokenRecord) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                INSERT INTO session_tokens (hash, session, host)
                SELECT ?, id, ? FROM sessions WHERE id = ? AND ended_at IS NULL
                ON CONFLICT (session, host) DO UPDATE SET hash = excluded.hash
                """, [token.hash.hex, token.scope.host, token.session.description]) == 1
        }
    }

    public func end(_ session: SessionID, cause: SessionEndCause, at: UnixTime) async throws(StoreError) -> Bool {
        try await write { try $0.end(session, cause: cause, at: at) }
    }

    public func endSessions(
        of account: AccountName, cause: SessionEndCause, at: UnixTime
    ) async throws(StoreError) -> [SessionID] {
        try await write { db in
            try db.rows(
                """
                UPDATE sessions SET ended_at = ?, end_cause = ? WHERE account = ? AND ended_at IS NULL RETURNING id
                """, [at.milliseconds, cause.rawValue, account.text]
            ).map(as: .session) { SessionID(try $0.digest("id")) }
        }
    }

    public func touch(_ seen: [SessionID: UnixTime]) async throws(StoreError) {
        try await write { db in
            for (session, time) in seen {
                try db.run(
                    "UPDATE sessions SET last_seen_at = ? WHERE id = ? AND ended_at IS NULL AND last_seen_at < ?",
                    [time.milliseconds, session.description, time.milliseconds])
            }
        }
    }

    public func session(_ id: SessionID) async throws(StoreError) -> StoredSession? {
        try await read { try $0.sessions(.one(id)).first }
    }

    public func liveSessions(of account: AccountName) async throws(StoreError) -> [StoredSession] {
        try await read { try $0.sessions(.live(of: account)) }
    }

    public func liveSessions() async throws(StoreError) -> [StoredSession] {
        try await read { try $0.sessions(.live) }
    }

    public func removeSessions(endedBefore: UnixTime) async throws(StoreError) -> Int {
        try await write { db in
            try db.change("DELETE FROM sessions WHERE ended_at < ?", [endedBefore.milliseconds])
        }
    }
}

/// Which sessions to load, as a condition on the table `sessions`.
private struct SessionSelection {
    let condition: String
    let arguments: StatementArguments

    static func one(_ id: SessionID) -> SessionSelection { .init(condition: "id = ?", arguments: [id.description]) }
    static func live(of account: AccountName) -> SessionSelection {
        .init(condition: "account = ? AND ended_at IS NULL", arguments: [account.text])
    }
    static var live: SessionSelection { .init(condition: "ended_at IS NULL", arguments: []) }
}

extension Database {
    fileprivate func insert(_ stored: StoredSession) throws {
        let session = stored.session
        try insert(
            """
            INSERT INTO sessions
                (id, account, fingerprint, public_key, created_at, last_seen_at, idle, absolute, not_after, source,
                 user_agent, ended_at, end_cause)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                session.id.description, session.account.text, session.binding.fingerprint.hex,
                session.binding.publicKey.hex, session.createdAt.milliseconds, session.lastSeenAt.milliseconds,
                session.limits.idle.wholeMilliseconds, session.limits.absolute.wholeMilliseconds,
                session.limits.notAfter?.milliseconds, session.origin?.source.description, session.origin?.userAgent,
                session.ending?.at.milliseconds, session.ending?.cause.rawValue,
            ], orThrow: .identifierExists)
        for (position, proof) in session.proofs.enumerated() {
            try run(
                "INSERT INTO session_proofs (session, position, kind, authenticator, proved_at) VALUES (?, ?, ?, ?, ?)",
                [
                    session.id.description, position, proof.kind.rawValue, proof.authenticator.text,
                    proof.at.milliseconds,
                ])
        }
        for token in stored.tokens {
            try insert(
                "INSERT INTO session_tokens (hash, session, host) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [token.hash.hex, session.id.description, token.scope.host], orThrow: .identifierExists)
        }
    }

    fileprivate func end(_ session: SessionID, cause: SessionEndCause, at: UnixTime) throws -> Bool {
        try change(
            "UPDATE sessions SET ended_at = ?, end_cause = ? WHERE id = ? AND ended_at IS NULL",
            [at.milliseconds, cause.rawValue, session.description]) == 1
    }

    /// Three queries however many sessions there are. The conditions are the constants above; values are arguments.
    fileprivate func sessions(_ selection: SessionSelection) throws -> [StoredSession] {
        let chosen = "SELECT id FROM sessions WHERE " + selection.condition
        let proofs = try rows(
            "SELECT * FROM session_proofs WHERE session IN (\(chosen)) ORDER BY session, position", selection.arguments
        ).map(as: .session) { (try $0.text("session"), try FactorProof($0)) }
        let tokens = try rows(
            "SELECT * FROM session_tokens WHERE session IN (\(chosen)) ORDER BY host", selection.arguments
        )
        .map(as: .sessionToken) { (try $0.text("session"), try SessionTokenRecord($0)) }
        let proofsBySession = Dictionary(grouping: proofs, by: \.0).mapValues { $0.map(\.1) }
        let tokensBySession = Dictionary(grouping: tokens, by: \.0).mapValues { $0.map(\.1) }
        return try rows(
            "SELECT * FROM sessions WHERE \(selection.condition) ORDER BY created_at, id", selection.arguments
        ).map(as: .session) { row in
            let id = try row.text("id")
            return StoredSession(
                session: try Session(row, proofs: proofsBySession[id, default: []]),
                tokens: tokensBySession[id, default: []])
        }
    }
}

extension TokenScope {
    fileprivate var host: String {
        switch self {
        case .header: ""
        case .host(let name): name
        }
    }
}

extension SessionTokenRecord {
    fileprivate init(_ row: StoredRow) throws {
        let host = try row.text("host")
        try self.init(
            hash: row.digest("hash"), session: SessionID(row.digest("session")),
            scope: host.isEmpty ? .header : .host(host))
    }
}

extension FactorProof {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            kind: row.oneOf(FactorKind.self, "kind"), authenticator: AuthenticatorID(row.text("authenticator")),
            at: row.time("proved_at"))
    }
}

extension Session {
    fileprivate init(_ row: StoredRow, proofs: [FactorProof]) throws {
        var ending: SessionEnding?
        if let at = try row.optionalTime("ended_at") {
            ending = SessionEnding(at: at, cause: try row.oneOf(SessionEndCause.self, "end_cause"))
        }
        var origin: SessionOrigin?
        if let userAgent = try row.optionalText("user_agent") {
            origin = SessionOrigin(source: try row.parsed("source") { NetworkAddress($0) }, userAgent: userAgent)
        }
        try self.init(
            id: SessionID(row.digest("id")), account: row.account(),
            binding: SessionBinding(fingerprint: row.digest("fingerprint"), publicKey: row.digest("public_key")),
            proofs: proofs, createdAt: row.time("created_at"), lastSeenAt: row.time("last_seen_at"),
            limits: SessionLimits(
                idle: .milliseconds(row.int("idle")), absolute: .milliseconds(row.int("absolute")),
                notAfter: row.optionalTime("not_after")), origin: origin, ending: ending)
    }
}
