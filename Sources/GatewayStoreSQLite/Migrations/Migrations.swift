internal import GRDB
internal import GatewayStore

/// The versions of the schema in order. One that was released is never edited: what follows gets a number of its own.
enum Migrations {
    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001 initial schema") { try $0.execute(sql: V0001InitialSchema.sql) }
        migrator.registerMigration("0002 authenticators") { try $0.execute(sql: V0002Authenticators.sql) }
        migrator.registerMigration("0003 life of accounts") { try $0.execute(sql: V0003LifeOfAccounts.sql) }
        migrator.registerMigration("0004 keys of accounts") { try $0.execute(sql: V0004KeysOfAccounts.sql) }
        migrator.registerMigration("0005 contacts and places") { try $0.execute(sql: V0005ContactsAndPlaces.sql) }
        migrator.registerMigration("0007 security keys") { try $0.execute(sql: V0007SecurityKeys.sql) }
        migrator.registerMigration("0008 tokens and resets") { try $0.execute(sql: V0008TokensAndResets.sql) }
        migrator.registerMigration("0009 service accounts") { try $0.execute(sql: V0009ServiceAccounts.sql) }
        migrator.registerMigration("0010 deprovisioned accounts") {
            try $0.execute(sql: V0010DeprovisionedAccounts.sql)
        }
        migrator.registerMigration("0011 replacements") { try $0.execute(sql: V0011Replacements.sql) }
        migrator.registerMigration("0012 replaced roles") { try $0.execute(sql: V0012ReplacedRoles.sql) }
        migrator.registerMigration("0013 one code per account") { try $0.execute(sql: V0013OneCodePerAccount.sql) }
        migrator.registerMigration("0014 policy changes") { try $0.execute(sql: V0014PolicyChanges.sql) }
        migrator.registerMigration("0015 hands in policies") { try $0.execute(sql: V0015PolicyHands.sql) }
        migrator.registerMigration("0016 approvals") { try $0.execute(sql: V0016Approvals.sql) }
        migrator.registerMigration("0017 grant scopes") { try $0.execute(sql: V0017GrantScopes.sql) }
        migrator.registerMigration("0019 designated devices") { try $0.execute(sql: V0019DesignatedDevices.sql) }
        migrator.registerMigration("0020 policy trials") { try $0.execute(sql: V0020PolicyTrials.sql) }
        migrator.registerMigration("0021 approvals everywhere") { try $0.execute(sql: V0021ApprovalsEverywhere.sql) }
        migrator.registerMigration("0023 reviews") { try $0.execute(sql: V0023Reviews.sql) }
        migrator.registerMigration("0024 record holds") { try $0.execute(sql: V0024RecordHolds.sql) }
        migrator.registerMigration("0022 measures") { try $0.execute(sql: V0022Measures.sql) }
        migrator.registerMigration("0025 targets of measures") { try $0.execute(sql: V0025MeasureTargets.sql) }
        migrator.registerMigration("0026 reports") { try $0.execute(sql: V0026Reports.sql) }
        return migrator
    }
}

extension DatabaseMigrator {
    /// - Throws: when a newer version of the program was here: this one does not know what its columns mean.
    func migrateRefusingNewer(_ pool: DatabasePool) throws {
        if try pool.read({ try hasBeenSuperseded($0) }) {
            throw StoreError.unavailable("a newer version of the gateway made this database; run that version or newer")
        }
        try migrate(pool)
    }
}
