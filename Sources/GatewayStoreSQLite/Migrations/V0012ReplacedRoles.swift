/// Which roles somebody held when others were asked for: an approval replaces those, and no others.
///
/// What nobody has decided yet does not say so, and has to be asked for anew.
enum V0012ReplacedRoles {
    static let sql = """
        -- As in roles; NULL for other wishes, and for requests that were decided before there was this column.
        ALTER TABLE account_requests ADD COLUMN replaced_roles TEXT;
        UPDATE account_requests
        SET verdict = 'expired', decided_by = 'gateway', decided_at = unixepoch() * 1000,
            decided_reason = 'asked for before requests said which roles they replace'
        WHERE wish = 'roles' AND verdict IS NULL;
        """
}
