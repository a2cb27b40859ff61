/// Hardware tokens in stock; periods and ends of authenticators; requests to reset somebody's factors; what my page tells.
enum V0008TokensAndResets {
    static let sql = """
        ALTER TABLE authenticators ADD COLUMN begins_at INTEGER;
        ALTER TABLE authenticators ADD COLUMN ends_at INTEGER;
        ALTER TABLE totp_devices ADD COLUMN period INTEGER NOT NULL DEFAULT 30;

        -- moving: the next counter of a hotp token, the drift of a totp token.
        CREATE TABLE token_stock (
            serial TEXT PRIMARY KEY NOT NULL,
            manufacturer TEXT NOT NULL,
            kind TEXT NOT NULL,
            algorithm TEXT NOT NULL,
            digits INTEGER NOT NULL,
            period INTEGER NOT NULL,
            moving INTEGER NOT NULL,
            begins_at INTEGER,
            ends_at INTEGER,
            secret TEXT,
            state TEXT NOT NULL,
            state_at INTEGER NOT NULL,
            account TEXT REFERENCES accounts (name),
            authenticator TEXT,
            imported_at INTEGER NOT NULL,
            imported_by TEXT NOT NULL,
            CHECK ((state = 'waiting') = (secret IS NOT NULL)),
            CHECK ((account IS NULL) = (authenticator IS NULL)),
            CHECK (state <> 'assigned' OR account IS NOT NULL)
        ) STRICT;

        CREATE TABLE resynchronisations (
            authenticator TEXT NOT NULL REFERENCES authenticators (id) ON DELETE CASCADE,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX resynchronisations_by_authenticator ON resynchronisations (authenticator, at);

        -- state: asked, approved, cancelled or done; state_by and state_at: who brought it there, and when.
        CREATE TABLE factor_resets (
            id TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL REFERENCES accounts (name),
            asked_by TEXT NOT NULL,
            asked_at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            expires_at INTEGER NOT NULL,
            approved_by TEXT,
            approved_at INTEGER,
            effective_at INTEGER,
            state TEXT NOT NULL,
            state_by TEXT NOT NULL,
            state_at INTEGER NOT NULL,
            CHECK ((approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NULL) = (effective_at IS NULL)),
            CHECK (approved_by IS NOT NULL OR state IN ('asked', 'cancelled'))
        ) STRICT;
        CREATE UNIQUE INDEX factor_resets_one_open ON factor_resets (account) WHERE state IN ('asked', 'approved');

        -- Certificates as they were shown or bound, for telling when they end.
        CREATE TABLE known_certificates (
            account TEXT NOT NULL REFERENCES accounts (name),
            issuer TEXT NOT NULL,
            serial TEXT NOT NULL,
            public_key TEXT NOT NULL,
            not_before INTEGER NOT NULL,
            not_after INTEGER NOT NULL,
            PRIMARY KEY (account, issuer, serial)
        ) STRICT;
        CREATE INDEX known_certificates_by_end ON known_certificates (not_after);

        -- Which notices of an end were sent: about what, and how many days before.
        CREATE TABLE sent_notices (
            subject TEXT NOT NULL,
            days INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            PRIMARY KEY (subject, days)
        ) STRICT;

        -- The newest few of each person, for their own eyes.
        CREATE TABLE visits (
            account TEXT NOT NULL REFERENCES accounts (name),
            at INTEGER NOT NULL,
            source TEXT NOT NULL,
            user_agent TEXT NOT NULL,
            succeeded INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX visits_by_account ON visits (account, at);
        """
}
