/// Approvals that rules ask for, with their votes.
enum V0016Approvals {
    static let sql = """
        CREATE TABLE approvals (
            id TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL REFERENCES accounts (name),
            name TEXT NOT NULL,
            from_at INTEGER NOT NULL,
            to_at INTEGER NOT NULL,
            applicant TEXT NOT NULL,
            reason TEXT NOT NULL,
            asked_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            -- given, rejected, withdrawn; NULL: open, or expired.
            verdict TEXT CHECK (verdict IN ('given', 'rejected', 'withdrawn')),
            decided_by TEXT,
            decided_at INTEGER,
            decided_reason TEXT,
            CHECK (from_at < to_at),
            CHECK ((verdict IS NULL) = (decided_by IS NULL)),
            CHECK ((verdict IS NULL) = (decided_at IS NULL)),
            CHECK ((verdict IS NULL) = (decided_reason IS NULL))
        ) STRICT;
        CREATE INDEX approvals_by_account ON approvals (account);

        -- None: for every console.
        CREATE TABLE approval_consoles (
            approval_id TEXT NOT NULL REFERENCES approvals (id),
            console TEXT NOT NULL,
            PRIMARY KEY (approval_id, console)
        ) STRICT;

        CREATE TABLE approval_votes (
            approval_id TEXT NOT NULL REFERENCES approvals (id),
            approver TEXT NOT NULL,
            at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (approval_id, approver)
        ) STRICT;
        """
}
