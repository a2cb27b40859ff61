/// One-time codes of which an account has one at a time: a new one takes the place of the one before.
enum V0013OneCodePerAccount {
    static let sql = """
        -- NULL: of a purpose for which there may be several, or whose codes are nobody's.
        ALTER TABLE one_time_codes ADD COLUMN account TEXT REFERENCES accounts (name);
        CREATE UNIQUE INDEX one_time_codes_one_per_account ON one_time_codes (purpose, account);
        -- Orders of before cannot be told apart by account: they live an hour, and are given again.
        DELETE FROM one_time_codes WHERE purpose = 'unlock';
        """
}
