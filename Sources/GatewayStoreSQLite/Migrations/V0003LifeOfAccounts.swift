/// Requests and their decisions, the list of special-purpose accounts, and when accounts were used and reviewed.
enum V0003LifeOfAccounts {
    static let sql = """
        ALTER TABLE accounts ADD COLUMN use TEXT NOT NULL DEFAULT 'person';
        ALTER TABLE accounts ADD COLUMN external_id TEXT;
        ALTER TABLE accounts ADD COLUMN active_since INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE accounts ADD COLUMN used_at INTEGER;
        ALTER TABLE accounts ADD COLUMN reviewed_at INTEGER;
        ALTER TABLE accounts ADD COLUMN reviewed_by TEXT;
        ALTER TABLE accounts ADD COLUMN told_at INTEGER;
        CREATE UNIQUE INDEX accounts_by_external_id ON accounts (external_id) WHERE external_id IS NOT NULL;
        -- Uses were not noted before, so the time of being unused begins with this version.
        UPDATE accounts SET active_since = CAST(strftime('%s', 'now') AS INTEGER) * 1000;

        CREATE TABLE special_accounts (
            account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (name),
            purpose TEXT NOT NULL,
            listed_by TEXT NOT NULL,
            listed_at INTEGER NOT NULL,
            checked_by TEXT,
            checked_at INTEGER,
            CHECK ((checked_by IS NULL) = (checked_at IS NULL))
        ) STRICT;
        -- Who holds a special role already goes on; the first quarterly check is due as if they had been listed when made.
        INSERT INTO special_accounts (account, purpose, listed_by, listed_at)
            SELECT name, 'held a special role before there was a list', name, created_at FROM accounts
            WHERE EXISTS (
                SELECT 1 FROM account_roles WHERE account = name
                AND role IN ('privileged_admin', 'security_admin', 'break_glass', 'provisioner'));

        -- roles: with spaces between, in order. Only an admission has the columns from display_name to external_id.
        CREATE TABLE account_requests (
            id TEXT PRIMARY KEY NOT NULL,
            wish TEXT NOT NULL,
            account TEXT NOT NULL,
            roles TEXT,
            display_name TEXT,
            organisation TEXT,
            language TEXT,
            use TEXT,
            external_id TEXT,
            applicant TEXT NOT NULL,
            reason TEXT NOT NULL,
            asked_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            verdict TEXT,
            decided_by TEXT,
            decided_at INTEGER,
            decided_reason TEXT,
            CHECK ((verdict IS NULL) = (decided_by IS NULL)),
            CHECK ((verdict IS NULL) = (decided_at IS NULL)),
            CHECK (verdict IS NOT 'approved' OR (decided_by <> applicant AND decided_by <> account))
        ) STRICT;
        CREATE UNIQUE INDEX account_requests_one_open ON account_requests (account, wish) WHERE verdict IS NULL;
        CREATE INDEX account_requests_by_account ON account_requests (account, asked_at);
        """
}
