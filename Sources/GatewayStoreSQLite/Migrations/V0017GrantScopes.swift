/// How far grants reach, who approved them, pauses, and what was confirmed destroyed after their end.
enum V0017GrantScopes {
    static let sql = """
        ALTER TABLE partner_grants ADD COLUMN ceiling TEXT NOT NULL DEFAULT 'classified';
        -- The partner it was given to; of older ones, whom the person belongs to now.
        ALTER TABLE partner_grants ADD COLUMN organisation TEXT;
        UPDATE partner_grants SET organisation = (SELECT organisation FROM accounts WHERE name = account);
        -- The request it came by; NULL: entered by a security administrator.
        ALTER TABLE partner_grants ADD COLUMN request TEXT REFERENCES approvals (id);
        ALTER TABLE partner_grants ADD COLUMN paused_by TEXT;
        ALTER TABLE partner_grants ADD COLUMN paused_at INTEGER;

        -- Of each kind: none, and it is not narrowed; or those that it is for.
        CREATE TABLE grant_terms (
            grant_id TEXT NOT NULL REFERENCES partner_grants (id),
            kind TEXT NOT NULL CHECK (kind IN ('path', 'method', 'window', 'country', 'zone', 'device', 'ask')),
            value TEXT NOT NULL,
            PRIMARY KEY (grant_id, kind, value)
        ) STRICT;

        CREATE TABLE grant_deletions (
            grant_id TEXT PRIMARY KEY NOT NULL REFERENCES partner_grants (id),
            done_by TEXT NOT NULL,
            done_at INTEGER NOT NULL,
            confirmation TEXT NOT NULL
        ) STRICT;
        """
}
