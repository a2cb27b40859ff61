/// Reports that others made: their digests, and when the next ones are due.
enum V0026Reports {
    static let sql = """
        CREATE TABLE reports (
            id        TEXT PRIMARY KEY NOT NULL,
            kind      TEXT NOT NULL,
            about     TEXT NOT NULL,
            file      TEXT NOT NULL,
            sha256    TEXT NOT NULL,
            -- Bytes.
            size      INTEGER NOT NULL CHECK (size >= 0),
            made_at   INTEGER NOT NULL,
            due_at    INTEGER NOT NULL CHECK (due_at > made_at),
            -- NULL: it was not said.
            result    TEXT,
            -- Names, with spaces between them.
            consoles  TEXT NOT NULL,
            filed_by  TEXT NOT NULL,
            filed_at  INTEGER NOT NULL,
            reason    TEXT NOT NULL,
            told_at   INTEGER,
            UNIQUE (kind, about, sha256)
        ) STRICT;
        """
}
