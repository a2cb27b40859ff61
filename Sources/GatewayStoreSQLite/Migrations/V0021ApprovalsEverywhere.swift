/// That an approval holds at every console is said, not read out of an empty list.
enum V0021ApprovalsEverywhere {
    static let sql = """
        ALTER TABLE approvals ADD COLUMN everywhere INTEGER NOT NULL DEFAULT 0 CHECK (everywhere IN (0, 1));
        UPDATE approvals SET everywhere = 1 WHERE id NOT IN (SELECT approval_id FROM approval_consoles);
        """
}
