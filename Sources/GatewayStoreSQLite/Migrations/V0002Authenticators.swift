/// What all authenticators have moves to a table of their own; each kind keeps its secrets in its own.
enum V0002Authenticators {
    static let sql = """
        -- state_at: until when a pending one may be confirmed; since when every other state holds.
        CREATE TABLE authenticators (
            id TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL REFERENCES accounts (name),
            kind TEXT NOT NULL,
            label TEXT NOT NULL,
            serial TEXT,
            separate_device INTEGER NOT NULL,
            state TEXT NOT NULL,
            state_at INTEGER NOT NULL,
            replaced_by TEXT,
            created_at INTEGER NOT NULL,
            CHECK ((state = 'replaced') = (replaced_by IS NOT NULL))
        ) STRICT;
        CREATE INDEX authenticators_by_account ON authenticators (account);
        CREATE UNIQUE INDEX authenticators_one_pending ON authenticators (account, kind)
            WHERE state = 'pending' AND serial IS NULL;

        INSERT INTO authenticators
            SELECT id, account, 'totp', label, NULL, 0, iif(active_since IS NULL, 'pending', 'active'),
                coalesce(active_since, pending_until), NULL, created_at
            FROM totp_devices;

        ALTER TABLE totp_devices RENAME TO totp_devices_0001;
        CREATE TABLE totp_devices (
            id TEXT PRIMARY KEY NOT NULL REFERENCES authenticators (id),
            algorithm TEXT NOT NULL,
            digits INTEGER NOT NULL,
            secret TEXT NOT NULL,
            last_step INTEGER,
            drift INTEGER NOT NULL
        ) STRICT;
        INSERT INTO totp_devices SELECT id, algorithm, digits, secret, last_step, 0 FROM totp_devices_0001;
        DROP TABLE totp_devices_0001;

        CREATE TABLE hotp_devices (
            id TEXT PRIMARY KEY NOT NULL REFERENCES authenticators (id),
            algorithm TEXT NOT NULL,
            digits INTEGER NOT NULL,
            secret TEXT NOT NULL,
            next_counter INTEGER NOT NULL,
            last_used_at INTEGER
        ) STRICT;
        """
}
