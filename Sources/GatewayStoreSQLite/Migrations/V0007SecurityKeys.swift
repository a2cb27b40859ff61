/// WebAuthn: credentials, what stands for a person towards authenticators, and challenges that wait for an answer.
enum V0007SecurityKeys {
    static let sql = """
        -- Random, base64url: the same for all credentials of a person.
        CREATE TABLE webauthn_users (
            account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (name),
            handle TEXT NOT NULL UNIQUE
        ) STRICT;

        -- credential_id and public_key (COSE) are base64url; transports have spaces between.
        CREATE TABLE webauthn_credentials (
            id TEXT PRIMARY KEY NOT NULL REFERENCES authenticators (id),
            credential_id TEXT NOT NULL UNIQUE,
            public_key TEXT NOT NULL,
            signature_count INTEGER NOT NULL,
            aaguid TEXT NOT NULL,
            attestation TEXT NOT NULL,
            transports TEXT NOT NULL,
            backup_eligible INTEGER NOT NULL,
            backed_up INTEGER NOT NULL,
            last_used_at INTEGER
        ) STRICT;

        -- challenge: its SHA-256. certificate_key: that of the certificate it was issued to.
        CREATE TABLE webauthn_challenges (
            challenge TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL REFERENCES accounts (name),
            certificate_key TEXT NOT NULL,
            purpose TEXT NOT NULL,
            expires_at INTEGER NOT NULL,
            renewable_until INTEGER
        ) STRICT;
        CREATE INDEX webauthn_challenges_by_account ON webauthn_challenges (account, purpose, expires_at);
        """
}
