/// Whose hands were in a version of the policy, by whose signatures it was taken, and how long an approval stands.
enum V0015PolicyHands {
    static let sql = """
        -- Names of accounts with a space between; empty: only the author is known.
        ALTER TABLE policy_versions ADD COLUMN writers TEXT NOT NULL DEFAULT '';
        -- Of signed files: a number that only grows, and who signed, one a line.
        ALTER TABLE policy_versions ADD COLUMN serial INTEGER CHECK (serial > 0);
        ALTER TABLE policy_versions ADD COLUMN signers TEXT;

        -- An approval that was given without an end gets that of the usual configuration: 30 days.
        ALTER TABLE policy_drafts ADD COLUMN approved_until INTEGER;
        UPDATE policy_drafts SET approved_until = approved_at + 2592000000 WHERE approved_at IS NOT NULL;
        """
}
