internal import GRDB
internal import GatewayIdentity
public import GatewayStore

extension SQLiteStore {
    public func startTrial(_ trial: PolicyTrial) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                INSERT INTO policy_trials
                    (only_one, draft, bundle, policy, base, started_by, reason, started_at, until)
                SELECT 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
                WHERE ?4 = \(currentPolicyNumber)
                    AND EXISTS (SELECT 1 FROM policy_drafts WHERE id = ?1 AND state IN ('open', 'approved') AND sound
                                AND bundle = ?2 AND base = ?4)
                ON CONFLICT DO NOTHING
                """,
                [
                    trial.draft, trial.bundle.hex, trial.policy.hex, trial.base, trial.startedBy.text, trial.reason,
                    trial.startedAt.milliseconds, trial.until.milliseconds,
                ]) == 1
        }
    }

    public func endTrial(_ trial: PolicyTrial) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "DELETE FROM policy_trials WHERE draft = ? AND bundle = ? AND started_at = ?",
                [trial.draft, trial.bundle.hex, trial.startedAt.milliseconds]) == 1
        }
    }

    public func policyTrial() async throws(StoreError) -> PolicyTrial? {
        try await read { db in
            try db.rows("SELECT * FROM policy_trials").map(as: .policyDraft) { row in
                try PolicyTrial(
                    draft: row.text("draft"), bundle: row.digest("bundle"), policy: row.digest("policy"),
                    base: row.int("base"), startedBy: row.account("started_by"), reason: row.text("reason"),
                    startedAt: row.time("started_at"), until: row.time("until"))
            }.first
        }
    }
}
