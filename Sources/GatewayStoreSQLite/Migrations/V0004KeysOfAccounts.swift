/// Data keys name who wrapped them; accounts have keys of their own; the node keeps its own secrets sealed.
///
/// Secrets that a data key sealed directly go on to open: each names its key. They are sealed anew while the node serves.
enum V0004KeysOfAccounts {
    static let sql = """
        -- NULL: from before, and found out by trying.
        ALTER TABLE data_keys ADD COLUMN wrapped_by TEXT;
        ALTER TABLE data_keys ADD COLUMN created_at INTEGER;

        CREATE TABLE key_encryption_keys (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            place TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            rotate_by INTEGER NOT NULL,
            ordered_by TEXT NOT NULL,
            retired_at INTEGER,
            warned_at INTEGER
        ) STRICT;

        CREATE TABLE account_keys (
            account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (name),
            id TEXT NOT NULL UNIQUE,
            data_key TEXT NOT NULL,
            box TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX account_keys_by_data_key ON account_keys (data_key);

        CREATE TABLE node_secrets (
            name TEXT PRIMARY KEY NOT NULL,
            secret TEXT NOT NULL
        ) STRICT;
        """
}
