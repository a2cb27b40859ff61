/// When a personnel system deleted a person: disabled since then, and no longer shown to it.
enum V0010DeprovisionedAccounts {
    static let sql = "ALTER TABLE accounts ADD COLUMN deprovisioned_at INTEGER;"
}
