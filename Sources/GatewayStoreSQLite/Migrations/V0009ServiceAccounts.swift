/// The terms of service accounts, and requests for them.
enum V0009ServiceAccounts {
    static let sql = """
        -- networks: prefixes with spaces between, as they were given.
        CREATE TABLE service_terms (
            account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (name),
            owner TEXT NOT NULL REFERENCES accounts (name),
            networks TEXT NOT NULL,
            until_at INTEGER NOT NULL,
            CHECK (owner <> account)
        ) STRICT;

        ALTER TABLE account_requests ADD COLUMN terms_owner TEXT;
        ALTER TABLE account_requests ADD COLUMN terms_networks TEXT;
        ALTER TABLE account_requests ADD COLUMN terms_until INTEGER;
        """
}
