/// Where owners are told, and the places that are not new any more.
enum V0005ContactsAndPlaces {
    static let sql = """
        CREATE TABLE account_contacts (
            account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (name),
            mail TEXT NOT NULL
        ) STRICT;

        CREATE TABLE account_places (
            account TEXT NOT NULL REFERENCES accounts (name),
            network TEXT NOT NULL,
            device TEXT NOT NULL,
            last_seen INTEGER NOT NULL,
            PRIMARY KEY (account, network, device)
        ) STRICT;
        CREATE INDEX account_places_by_time ON account_places (last_seen);
        """
}
