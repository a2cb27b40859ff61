/// The draft of the policy that is on trial.
enum V0020PolicyTrials {
    static let sql = """
        CREATE TABLE policy_trials (
            -- One at a time.
            only_one   INTEGER PRIMARY KEY CHECK (only_one = 1),
            draft      TEXT NOT NULL REFERENCES policy_drafts (id) ON DELETE CASCADE,
            bundle     TEXT NOT NULL,
            policy     TEXT NOT NULL,
            base       INTEGER NOT NULL,
            started_by TEXT NOT NULL,
            reason     TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            until      INTEGER NOT NULL CHECK (until > started_at)
        ) STRICT;
        """
}
