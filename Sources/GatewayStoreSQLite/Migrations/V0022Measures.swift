/// Alarms of watch rules, and what was done about them.
enum V0022Measures {
    static let sql = """
        CREATE TABLE measures (
            id             TEXT PRIMARY KEY NOT NULL,
            taken_at       INTEGER NOT NULL,
            account        TEXT NOT NULL,
            rule           TEXT NOT NULL,
            kind           TEXT NOT NULL,
            observed       TEXT NOT NULL,
            allowed        TEXT NOT NULL,
            step           TEXT NOT NULL,
            severity       TEXT NOT NULL,
            -- Lists of identifiers, apart by spaces.
            grounds        TEXT NOT NULL,
            paused_grants  TEXT NOT NULL,
            set_locks      TEXT NOT NULL,
            sessions_ended INTEGER NOT NULL,
            owner          TEXT,
            is_drill       INTEGER NOT NULL CHECK (is_drill IN (0, 1)),
            lifted_at      INTEGER,
            lifted_by      TEXT,
            lift_reason    TEXT,
            CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lift_reason IS NULL))
        ) STRICT;
        CREATE INDEX measures_by_time ON measures (taken_at);
        CREATE INDEX measures_that_hold ON measures (taken_at) WHERE lifted_at IS NULL;
        """
}
