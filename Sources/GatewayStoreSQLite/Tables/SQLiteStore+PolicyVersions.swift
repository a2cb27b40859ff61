internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore {
    public func activate(_ version: PolicyVersion, from draft: String, under seal: SHA256Digest)
        async throws(StoreError) -> Bool
    {
        try await write { db in
            let approved = """
                AND EXISTS (SELECT 1 FROM policy_drafts WHERE id = ?19 AND state = 'approved' AND seal = ?20
                            AND base = ?1 - 1 AND bundle = ?2 AND approved_until > ?8)
                """
            guard try db.insert(version, where: approved, [draft, seal.hex]) else { return false }
            try db.run(
                """
                UPDATE policy_drafts SET state = 'activated', ended_by = ?, ended_at = ?, ended_reason = ?, version = ?
                WHERE id = ?
                """,
                [
                    version.author.text, version.at.milliseconds, version.reason, version.number, draft,
                ])
            try db.voidApprovals()
            return true
        }
    }

    public func activate(_ version: PolicyVersion, holding bundle: PolicyBundle) async throws(StoreError) -> Bool {
        try await write { db in
            guard try db.insert(version) else { return false }
            try db.keep(bundle, as: version.bundle)
            try db.voidApprovals()
            return true
        }
    }

    public func ratify(_ version: Int, _ ratification: PolicyVersion.Ratification) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE policy_versions SET ratified_by = ?1, ratified_key = ?2, ratified_at = ?3, ratified_reason = ?4
                WHERE number = ?5 AND number = \(currentPolicyNumber) AND cause = 'emergency' AND ratified_by IS NULL
                    AND author <> ?1 AND author_key <> ?2
                """,
                [
                    ratification.by.account.text, ratification.by.key.text, ratification.at.milliseconds,
                    ratification.reason, version,
                ]) == 1
        }
    }

    public func noteFolderShows(_ version: Int, at: UnixTime) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE policy_versions SET folder_written_at = ? WHERE number = ? AND folder_written_at IS NULL",
                [at.milliseconds, version])
        }
    }

    public func currentPolicy() async throws(StoreError) -> PolicyVersion? {
        try await policyVersions(limit: 1).first
    }

    public func policyVersion(_ number: Int) async throws(StoreError) -> PolicyVersion? {
        try await read { try $0.policyVersions("number = ?", [number]).first }
    }

    public func policyVersions(limit: Int) async throws(StoreError) -> [PolicyVersion] {
        try await read { try $0.policyVersions("TRUE ORDER BY number DESC LIMIT ?", [limit]) }
    }

    public func lastingPolicy(before number: Int) async throws(StoreError) -> PolicyVersion? {
        try await read { db in
            try db.policyVersions(
                """
                number < ? AND (cause <> 'emergency' OR ratified_by IS NOT NULL) ORDER BY number DESC LIMIT 1
                """, [number]
            ).first
        }
    }

    public func lastShownPolicy() async throws(StoreError) -> PolicyVersion? {
        try await read { try $0.policyVersions("folder_written_at IS NOT NULL ORDER BY number DESC LIMIT 1", []).first }
    }

    public func highestPolicySerial() async throws(StoreError) -> Int? {
        try await read { db in
            try db.rows("SELECT max(serial) AS serial FROM policy_versions").map(as: .policyVersion) {
                try $0.optionalNumber("serial").map { Int($0) }
            }.first ?? nil
        }
    }

    public func policyBundle(_ digest: SHA256Digest) async throws(StoreError) -> PolicyBundle? {
        try await read { db in
            let files = try db.rows("SELECT name, text FROM policy_files WHERE bundle = ?", [digest.hex])
                .map(as: .policyFiles) { PolicyBundle.File(name: try $0.text("name"), text: try $0.text("text")) }
            guard !files.isEmpty else { return nil }
            do throws(PolicyBundleProblem) {
                return try PolicyBundle(files)
            } catch {
                throw StoreError.unreadable(.policyFiles, error.description)
            }
        }
    }
}

extension Database {
    /// The files under their digest, once.
    func keep(_ bundle: PolicyBundle, as digest: SHA256Digest) throws {
        for file in bundle.files {
            try run(
                "INSERT INTO policy_files (bundle, name, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [digest.hex, file.name, file.text])
        }
    }

    /// Files that no draft and no version names any more.
    func forgetFiles(of digest: SHA256Digest) throws {
        try run(
            """
            DELETE FROM policy_files WHERE bundle = ?1
                AND NOT EXISTS (SELECT 1 FROM policy_drafts WHERE bundle = ?1)
                AND NOT EXISTS (SELECT 1 FROM policy_versions WHERE bundle = ?1)
            """, [digest.hex])
    }

    /// - Parameter condition: a constant, over arguments from `?19` on.
    /// - Returns: `false` when it does not follow the one in force, its serial number is not above all others, or the condition
    ///   does not hold.
    fileprivate func insert(
        _ version: PolicyVersion, where condition: String = "", _ more: [any DatabaseValueConvertible] = []
    ) throws -> Bool {
        let emergency = version.emergency
        let ratification = emergency?.ratification
        let arguments: [(any DatabaseValueConvertible)?] = [
            version.number, version.bundle.hex, version.policy.hex, version.cause.rawValue, version.author.text,
            version.approver?.text, version.reason, version.at.milliseconds, version.draft, emergency?.by.key.text,
            emergency?.until.milliseconds, ratification?.by.account.text, ratification?.by.key.text,
            ratification?.at.milliseconds, ratification?.reason,
            version.writers.map(\.text).joined(separator: " "), version.signing?.serial,
            version.signing?.signers.joined(separator: "\n"),
        ]
        return try change(
            """
            INSERT INTO policy_versions
                (number, bundle, policy, cause, author, approver, reason, at, draft, author_key, until, ratified_by,
                 ratified_key, ratified_at, ratified_reason, writers, serial, signers)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18
            WHERE ?1 = \(currentPolicyNumber) + 1
                AND (?17 IS NULL OR ?17 > (SELECT coalesce(max(serial), 0) FROM policy_versions)) \(condition)
            """, StatementArguments(arguments + more)) == 1
    }

    /// What was approved over another version was not approved over this one.
    fileprivate func voidApprovals() throws {
        try run(
            """
            UPDATE policy_drafts
            SET state = 'open', approver = NULL, approver_key = NULL, approved_at = NULL, approved_until = NULL,
                approved_reason = NULL, seal = NULL, due = NULL
            WHERE state = 'approved' AND base <> \(currentPolicyNumber)
            """, [])
    }

    /// - Parameter condition: a constant.
    fileprivate func policyVersions(_ condition: String, _ arguments: StatementArguments) throws -> [PolicyVersion] {
        try rows("SELECT * FROM policy_versions WHERE \(condition)", arguments)
            .map(as: .policyVersion) { try PolicyVersion($0) }
    }
}

extension PolicyVersion {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            number: row.int("number"), bundle: row.digest("bundle"), policy: row.digest("policy"),
            cause: row.oneOf(Cause.self, "cause"), author: row.account("author"), writers: row.writers(),
            approver: row.optionalText("approver").map { AccountName(stored: $0) }, signing: Signing(row),
            reason: row.text("reason"), at: row.time("at"), draft: row.optionalText("draft"), emergency: Emergency(row),
            folderWrittenAt: row.optionalTime("folder_written_at"))
    }
}

extension StoredRow {
    /// `nil` for versions of a time when only authors were noted.
    fileprivate func writers() throws -> [AccountName]? {
        let names = try text("writers").split(separator: " ").map { AccountName(stored: String($0)) }
        return names.isEmpty ? nil : names
    }
}

extension PolicyVersion.Signing {
    fileprivate init?(_ row: StoredRow) throws {
        guard let serial = try row.optionalNumber("serial") else { return nil }
        let signers = try row.optionalText("signers") ?? ""
        self.init(serial: Int(serial), signers: signers.split(separator: "\n").map(String.init))
    }
}

extension PolicyVersion.Emergency {
    fileprivate init?(_ row: StoredRow) throws {
        guard let until = try row.optionalTime("until") else { return nil }
        var ratification: PolicyVersion.Ratification?
        if try row.optionalText("ratified_by") != nil {
            ratification = try .init(
                by: PolicyHand(row.account("ratified_by"), key: AuthenticatorID(row.text("ratified_key"))),
                at: row.time("ratified_at"), reason: row.text("ratified_reason"))
        }
        try self.init(
            by: PolicyHand(row.account("author"), key: AuthenticatorID(row.text("author_key"))), until: until,
            ratification: ratification)
    }
}
