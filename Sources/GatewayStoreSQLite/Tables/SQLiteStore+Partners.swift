internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: PartnerStore {
    public func offBoard(_ accounts: [AccountName], by: AccountName, at: UnixTime, reason: String)
        async throws(StoreError) -> [OffBoarded]
    {
        try await write { db in
            try accounts.map { try db.offBoard($0, by: by, at: at.milliseconds, reason: reason) }
        }
    }
}

extension Database {
    /// Every statement changes what it returns, so that nothing comes in between.
    fileprivate func offBoard(_ account: AccountName, by: AccountName, at: Int64, reason: String) throws -> OffBoarded {
        let disabled = try change(
            "UPDATE accounts SET state = 'disabled' WHERE name = ? AND state <> 'removed'", [account.text])
        guard disabled == 1 else { throw StoreError.notFound(.account) }
        let grants = try rows(
            """
            UPDATE partner_grants SET ended_by = ?2, ended_at = ?3
            WHERE account = ?1 AND ended_at IS NULL AND to_at > ?3 RETURNING id
            """, [account.text, by.text, at]
        ).map(as: .grant) { try $0.text("id") }
        // For several persons: those of them who stay are asked for anew.
        try run(
            """
            UPDATE approvals SET verdict = 'rejected', decided_by = ?2, decided_at = ?3, decided_reason = ?4
            WHERE verdict IS NULL AND (account = ?1
                OR EXISTS (SELECT 1 FROM partner_grants WHERE request = approvals.id AND account = ?1))
            """, [account.text, by.text, at, reason])
        let approvals = try rows(
            """
            UPDATE approvals SET verdict = 'withdrawn', decided_by = ?2, decided_at = ?3, decided_reason = ?4
            WHERE account = ?1 AND verdict = 'given' AND name <> 'grant' AND to_at > ?3 RETURNING id
            """, [account.text, by.text, at, reason]
        ).map(as: .approval) { try $0.text("id") }
        let certificates = try rows(
            "DELETE FROM certificate_bindings WHERE account = ? RETURNING *", [account.text]
        ).map(as: .certificateBinding) { try CertificateBinding($0) }
        let factors = try rows(
            """
            SELECT count(*) AS number FROM authenticators
            WHERE account = ? AND state IN ('active', 'locked', 'copied', 'lost')
            """, [account.text]
        ).map(as: .authenticator) { try $0.int("number") }
        try removeFactors(of: account, at: UnixTime(milliseconds: at))
        return OffBoarded(
            account: account, grantsEnded: grants.sorted(), approvalsWithdrawn: approvals.sorted(),
            certificatesUnbound: certificates.sorted { $0.boundAt < $1.boundAt }.map(\.reference),
            factorsRevoked: factors.reduce(0, +))
    }
}
