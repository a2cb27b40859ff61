/// Records that are kept beyond their time.
enum V0024RecordHolds {
    static let sql = """
        CREATE TABLE record_holds (
            id            TEXT PRIMARY KEY,
            -- Milliseconds since 1970; NULL: without a beginning, without an end.
            from_at       INTEGER,
            to_at         INTEGER,
            reason        TEXT NOT NULL,
            set_by        TEXT NOT NULL,
            set_at        INTEGER NOT NULL,
            lifted_by     TEXT,
            lifted_at     INTEGER,
            lifted_reason TEXT,
            CHECK (from_at IS NULL OR to_at IS NULL OR from_at < to_at),
            CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
        ) STRICT;
        """
}
