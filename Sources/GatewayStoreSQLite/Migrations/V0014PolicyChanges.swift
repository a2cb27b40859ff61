/// Versions of the policy, drafts of the next one, and the files of both by their digest.
enum V0014PolicyChanges {
    static let sql = """
        CREATE TABLE policy_files (
            bundle TEXT NOT NULL,
            name   TEXT NOT NULL,
            text   TEXT NOT NULL,
            PRIMARY KEY (bundle, name)
        ) STRICT;

        CREATE TABLE policy_versions (
            number            INTEGER PRIMARY KEY CHECK (number > 0),
            bundle            TEXT NOT NULL,
            policy            TEXT NOT NULL,
            cause             TEXT NOT NULL,
            author            TEXT NOT NULL,
            approver          TEXT,
            reason            TEXT NOT NULL,
            at                INTEGER NOT NULL,
            draft             TEXT,
            -- Of an emergency change alone.
            author_key        TEXT,
            until             INTEGER,
            ratified_by       TEXT,
            ratified_key      TEXT,
            ratified_at       INTEGER,
            ratified_reason   TEXT,
            folder_written_at INTEGER,
            CHECK (approver IS NULL OR approver <> author),
            CHECK (ratified_by IS NULL OR (ratified_by <> author AND ratified_key <> author_key))
        ) STRICT;

        CREATE TABLE policy_drafts (
            id              TEXT PRIMARY KEY,
            -- NULL: a change. Otherwise the version whose files come back.
            rollback_to     INTEGER,
            author          TEXT NOT NULL,
            created_at      INTEGER NOT NULL,
            bundle          TEXT NOT NULL,
            base            INTEGER NOT NULL REFERENCES policy_versions (number),
            reason          TEXT NOT NULL,
            edited_at       INTEGER NOT NULL,
            report          TEXT NOT NULL,
            report_sha256   TEXT NOT NULL,
            sound           INTEGER NOT NULL,
            state           TEXT NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'dropped', 'activated')),
            -- The approval, while it holds and once it was used.
            approver        TEXT,
            approver_key    TEXT,
            approved_at     INTEGER,
            approved_reason TEXT,
            seal            TEXT,
            due             INTEGER,
            -- How it ended.
            ended_by        TEXT,
            ended_at        INTEGER,
            ended_reason    TEXT,
            version         INTEGER REFERENCES policy_versions (number)
        ) STRICT;
        CREATE INDEX policy_drafts_open ON policy_drafts (created_at) WHERE state IN ('open', 'approved');

        -- Everybody who ever wrote in a draft, in order.
        CREATE TABLE policy_hands (
            draft   TEXT NOT NULL REFERENCES policy_drafts (id),
            account TEXT NOT NULL,
            key     TEXT NOT NULL,
            UNIQUE (draft, account, key)
        ) STRICT;
        """
}
