/// Reviews as tasks, and rights that are kept although nobody uses them.
enum V0023Reviews {
    static let sql = """
        CREATE TABLE review_tasks (
            -- Kind and period: a period has one.
            id            TEXT PRIMARY KEY NOT NULL,
            kind          TEXT NOT NULL,
            period        TEXT NOT NULL,
            period_from   INTEGER NOT NULL,
            period_to     INTEGER NOT NULL CHECK (period_to > period_from),
            -- Of a log bundle.
            account       TEXT,
            approval      TEXT,
            due_at        INTEGER NOT NULL,
            made_at       INTEGER NOT NULL,
            -- NULL: still being put together.
            sheet         TEXT,
            sheet_sha256  TEXT,
            told_at       INTEGER,
            signed_by     TEXT,
            signed_at     INTEGER,
            signed_reason TEXT,
            findings      TEXT,
            answers       TEXT,
            CHECK ((account IS NULL) = (approval IS NULL)),
            CHECK ((sheet IS NULL) = (sheet_sha256 IS NULL)),
            CHECK ((signed_by IS NULL) = (signed_at IS NULL)),
            CHECK ((signed_by IS NULL) = (findings IS NULL)),
            CHECK ((signed_by IS NULL) = (answers IS NULL)),
            CHECK (signed_by IS NULL OR sheet IS NOT NULL)
        ) STRICT;
        CREATE INDEX review_tasks_by_kind ON review_tasks (kind, period_to);
        CREATE INDEX review_tasks_open ON review_tasks (due_at) WHERE signed_by IS NULL;

        CREATE TABLE kept_rights (
            name     TEXT PRIMARY KEY NOT NULL,
            reason   TEXT NOT NULL,
            kept_by  TEXT NOT NULL,
            kept_at  INTEGER NOT NULL,
            until    INTEGER NOT NULL CHECK (until > kept_at)
        ) STRICT;
        """
}
