/// Instants are milliseconds since 1970 (INTEGER), digests 64 hexadecimal digits, sealed secrets base64url (TEXT).
enum V0001InitialSchema {
    static let sql = """
        CREATE TABLE accounts (
            name TEXT PRIMARY KEY NOT NULL,
            display_name TEXT NOT NULL,
            organisation TEXT NOT NULL,
            language TEXT NOT NULL,
            state TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE account_roles (
            account TEXT NOT NULL REFERENCES accounts (name),
            role TEXT NOT NULL,
            PRIMARY KEY (account, role)
        ) STRICT;

        -- Either issuer and serial, or the key.
        CREATE TABLE certificate_bindings (
            account TEXT NOT NULL REFERENCES accounts (name),
            issuer TEXT,
            serial TEXT,
            public_key TEXT UNIQUE,
            bound_at INTEGER NOT NULL,
            UNIQUE (issuer, serial),
            CHECK ((issuer IS NULL) = (serial IS NULL) AND (issuer IS NULL) <> (public_key IS NULL))
        ) STRICT;
        CREATE INDEX certificate_bindings_by_account ON certificate_bindings (account);

        CREATE TABLE totp_devices (
            id TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL REFERENCES accounts (name),
            label TEXT NOT NULL,
            algorithm TEXT NOT NULL,
            digits INTEGER NOT NULL,
            secret TEXT NOT NULL,
            pending_until INTEGER,
            active_since INTEGER,
            last_step INTEGER,
            created_at INTEGER NOT NULL,
            CHECK ((pending_until IS NULL) <> (active_since IS NULL))
        ) STRICT;
        CREATE INDEX totp_devices_by_account ON totp_devices (account);
        CREATE UNIQUE INDEX totp_devices_one_pending ON totp_devices (account) WHERE active_since IS NULL;

        CREATE TABLE enrolment_codes (
            account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (name),
            code TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE recovery_codes (
            account TEXT NOT NULL REFERENCES accounts (name),
            code TEXT NOT NULL,
            PRIMARY KEY (account, code)
        ) STRICT;

        -- recent and daily: instants with commas between, oldest first.
        CREATE TABLE attempt_ledgers (
            account TEXT NOT NULL REFERENCES accounts (name),
            factor TEXT NOT NULL,
            version INTEGER NOT NULL,
            recent TEXT NOT NULL,
            daily TEXT NOT NULL,
            consecutive INTEGER NOT NULL,
            locks INTEGER NOT NULL,
            lock TEXT NOT NULL,
            locked_until INTEGER,
            PRIMARY KEY (account, factor),
            CHECK ((lock = 'until') = (locked_until IS NOT NULL))
        ) STRICT;

        CREATE TABLE sessions (
            id TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL REFERENCES accounts (name),
            fingerprint TEXT NOT NULL,
            public_key TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL,
            idle INTEGER NOT NULL,
            absolute INTEGER NOT NULL,
            not_after INTEGER,
            source TEXT,
            user_agent TEXT,
            ended_at INTEGER,
            end_cause TEXT,
            CHECK ((source IS NULL) = (user_agent IS NULL)),
            CHECK ((ended_at IS NULL) = (end_cause IS NULL))
        ) STRICT;
        CREATE INDEX sessions_live ON sessions (account) WHERE ended_at IS NULL;
        CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;

        CREATE TABLE session_proofs (
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            authenticator TEXT NOT NULL,
            proved_at INTEGER NOT NULL,
            PRIMARY KEY (session, position)
        ) STRICT;

        -- host: empty for the token of the header.
        CREATE TABLE session_tokens (
            hash TEXT PRIMARY KEY NOT NULL,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            host TEXT NOT NULL,
            UNIQUE (session, host)
        ) STRICT;

        CREATE TABLE one_time_codes (
            purpose TEXT NOT NULL,
            code TEXT NOT NULL,
            payload TEXT NOT NULL,
            expires_at INTEGER NOT NULL,
            PRIMARY KEY (purpose, code)
        ) STRICT;

        CREATE TABLE emergency_locks (
            id TEXT PRIMARY KEY NOT NULL,
            target_kind TEXT NOT NULL,
            target TEXT NOT NULL,
            reason TEXT NOT NULL,
            set_by TEXT NOT NULL,
            set_at INTEGER NOT NULL,
            until_at INTEGER,
            lifted_by TEXT,
            lifted_at INTEGER,
            CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
        ) STRICT;

        CREATE TABLE partner_grants (
            id TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL REFERENCES accounts (name),
            kind TEXT NOT NULL,
            reference TEXT NOT NULL,
            sponsor TEXT NOT NULL REFERENCES accounts (name),
            from_at INTEGER NOT NULL,
            to_at INTEGER NOT NULL,
            ended_by TEXT,
            ended_at INTEGER,
            CHECK (from_at < to_at),
            CHECK ((ended_by IS NULL) = (ended_at IS NULL))
        ) STRICT;
        CREATE INDEX partner_grants_by_account ON partner_grants (account);

        CREATE TABLE grant_consoles (
            grant_id TEXT NOT NULL REFERENCES partner_grants (id),
            console TEXT NOT NULL,
            PRIMARY KEY (grant_id, console)
        ) STRICT;

        CREATE TABLE data_keys (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            box TEXT NOT NULL
        ) STRICT;

        CREATE TABLE login_history (
            account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (name),
            last_login INTEGER,
            last_login_from TEXT,
            failures INTEGER NOT NULL,
            last_failure INTEGER,
            last_failure_from TEXT
        ) STRICT;
        """
}
