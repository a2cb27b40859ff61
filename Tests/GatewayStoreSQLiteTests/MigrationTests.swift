import GRDB
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayStoreSQLite

@Suite struct `A store of an earlier version` {
    private let owner = Sample.name("kim-7f3a")

    @Test func `keeps its apps, pending and active, and the steps they have used`() async throws {
        let folder = try TemporaryFolder()
        try madeByTheFirstVersion(in: folder)
        let store = try folder.open()
        let devices = try await store.totpDevices(of: owner)
        #expect(devices.map(\.id.text) == ["totp-a", "totp-b"])
        #expect(devices.map(\.state) == [.active(since: UnixTime(milliseconds: 5)), .pending(until: .distantFuture)])
        #expect(devices.map(\.lastStep) == [TimeStep(77), nil])
        #expect(devices.map(\.drift) == [.none, .none])
        #expect(try await store.acceptStep(TimeStep(77), of: AuthenticatorID("totp-a")) == false)
        #expect(try await store.acceptStep(TimeStep(78), of: AuthenticatorID("totp-a")))
        try store.close()
    }

    @Test func `has roles asked for anew of which it does not know what they replace`() async throws {
        let folder = try TemporaryFolder()
        try StoreFile.prepare(folder.database)
        let queue = try DatabaseQueue(path: folder.database)
        try Migrations.all.migrate(queue, upTo: "0010 deprovisioned accounts")
        try await queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO account_requests (id, wish, account, roles, applicant, reason, asked_at, expires_at) VALUES
                        ('r1', 'roles', 'kim-7f3a', 'auditor staff', 'lee-90aa', 'audits', 1, \(Int64.max)),
                        ('r2', 'opening', 'kim-7f3a', NULL, 'lee-90aa', 'down', 1, \(Int64.max));
                    """)
        }
        try queue.close()
        let store = try folder.open()
        #expect(try await store.request("r1")?.decision?.verdict == .expired)
        #expect(try await store.request("r2")?.decision == nil)
        try store.close()
    }

    /// As `0001 initial schema` left it.
    private func madeByTheFirstVersion(in folder: TemporaryFolder) throws {
        try StoreFile.prepare(folder.database)
        let sealed = try StoreContract.seal(
            "12345678901234567890", for: TOTPDevice.binding(of: AuthenticatorID("totp-a"), account: owner)
        ).stored
        let queue = try DatabaseQueue(path: folder.database)
        try Migrations.all.migrate(queue, upTo: "0001 initial schema")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO accounts VALUES ('kim-7f3a', 'Kim', 'Fab', 'ko', 'active', 1);
                    INSERT INTO totp_devices VALUES
                        ('totp-a', 'kim-7f3a', 'TOTP', 'SHA1', 6, ?, NULL, 5, 77, 2),
                        ('totp-b', 'kim-7f3a', 'TOTP', 'SHA1', 6, ?, ?, NULL, NULL, 3);
                    """, arguments: [sealed, sealed, UnixTime.distantFuture.milliseconds])
        }
        try queue.close()
    }
}
