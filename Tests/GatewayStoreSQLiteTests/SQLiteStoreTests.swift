import Dispatch
import GRDB
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewayReview
import GatewaySessions
import GatewayStore
import GatewayTesting
import GatewayVault
import Testing

@testable import GatewayStoreSQLite

@Suite struct `The SQLite store` {
    @Test(arguments: StoreContract.claims)
    func `keeps the contract of every store`(claim: StoreClaim) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await claim.check(store)
        try store.close()
    }

    @Test func `writes each commit to the disk before it answers`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let synchronous = try await store.write { try $0.rows("PRAGMA synchronous").first?[0] as Int? }
        #expect(synchronous == 2)  // FULL, https://www.sqlite.org/pragma.html#pragma_synchronous
        let journal = try await store.read { try $0.rows("PRAGMA journal_mode").first?[0] as String? }
        #expect(journal == "wal")
    }

    @Test func `says whether it can be asked`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.probe()
        try store.close()
        await #expect(throws: StoreError.self) { try await store.probe() }
    }

    @Test func `keeps counters, locks, accepted steps and sessions over a restart`() async throws {
        let folder = try TemporaryFolder()
        let first = try folder.open()
        let state = try await lived(in: first)
        try first.close()
        try await expect(state, in: folder.open())
    }

    @Test func `keeps them over a power cut`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let state = try await lived(in: store)
        let copy = try folder.copyAsAfterPowerCut()
        try await expect(state, in: copy.open())
        try store.close()
    }

    @Test func `finishes a change although its caller was cancelled`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.insert(Sample.account())
        let session = Sample.session()
        try await store.insert(StoredSession(session: session, tokens: []))
        let logout = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.end(session.id, cause: .logout, at: Sample.start)
        }
        #expect(try await logout.value)
        #expect(try await store.liveSessions().isEmpty)
    }

    @Test func `refuses at once what would have to wait behind a thousand others`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let (started, announce) = AsyncStream.makeStream(of: Void.self)
        let release = DispatchSemaphore(value: 0)
        let slow = Task {
            try await store.write { _ in
                announce.finish()
                release.wait()
            }
        }
        for await _ in started {}
        // The slow one is the first of 1024.
        let surplus = 10
        try await withThrowingTaskGroup(of: StoreError?.self) { group in
            for _ in 0..<(1023 + surplus) {
                group.addTask {
                    do throws(StoreError) {
                        try await store.touch([:])
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            for _ in 0..<surplus { #expect(try await group.next() == .busy) }
            release.signal()
            for try await error in group { #expect(error == nil) }
        }
        try await slow.value
    }

    @Test func `says that it is full, and takes up work when it is not any more`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.insert(Sample.account())
        let pages = try await store.read { try $0.rows("PRAGMA page_count").first?[0] as Int? ?? 0 }
        try await store.write { _ = try $0.rows("PRAGMA max_page_count = \(pages)") }
        let large = String(repeating: "x", count: 100_000)
        await #expect(throws: StoreError.full) {
            try await store.put(Sample.digest(1), for: .handoff, payload: large, expires: .distantFuture)
        }
        try await store.write { _ = try $0.rows("PRAGMA max_page_count = 100000") }
        try await store.put(Sample.digest(1), for: .handoff, payload: large, expires: .distantFuture)
    }

    @Test func `says that it is read-only`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        await #expect(throws: StoreError.readOnly) { try await store.insert(Sample.account()) }
    }

    @Test func `refuses calls after it was closed`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try store.close()
        await #expect(throws: StoreError.self) { try await store.insert(Sample.account()) }
        await #expect(throws: StoreError.self) { try await store.liveSessions() }
    }

    @Test func `does not guess at a value it cannot read`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.insert(Sample.account())
        try await store.write { try $0.run("UPDATE accounts SET state = 'retired'", []) }
        await #expect(throws: StoreError.unreadable(.account, "column state")) {
            try await store.account(Sample.name("kim-7f3a"))
        }
    }

    @Test func `shows no sheet of a review that is not the one of its digest`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let period = ReviewInterval.month.period(at: Sample.start)
        let task = ReviewTask(.accessRecords, period, due: period.to, madeAt: Sample.start)
        _ = try await store.make(task)
        let sheet = ReviewSheet(.accessRecords, period, [ReviewSheet.Table(.people, [.account], [["kim-7f3a"]])])
        _ = try await store.put(sheet, into: task.id)
        #expect(try await store.review(task.id)?.sheet == sheet)
        try await store.write {
            try $0.run("UPDATE review_tasks SET sheet = replace(sheet, 'kim-7f3a', 'lee-90aa')", [])
        }
        await #expect(throws: StoreError.unreadable(.review, "column sheet")) { try await store.review(task.id) }
    }

    @Test func `does not open a database of a newer version`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.write { try $0.run("INSERT INTO grdb_migrations (identifier) VALUES ('9999 the future')", []) }
        try store.close()
        #expect(throws: StoreError.self) { try folder.open() }
    }

    /// What a store has to remember for the gate to stay shut.
    private struct Remembered {
        let key = AttemptKey(account: Sample.name("kim-7f3a"), factor: .totp)
        let ledger: AttemptLedger
        let session: StoredSession
        let device = AuthenticatorID("totp-1")
        let step = TimeStep(59_843_640)
    }

    private func lived(in store: SQLiteStore) async throws -> Remembered {
        try await store.insert(Sample.account())
        let key = AttemptKey(account: Sample.name("kim-7f3a"), factor: .totp)
        for _ in 0..<5 { _ = try await store.reserveAttempt(for: key, at: Sample.start, limits: .normal) }
        let session = StoredSession(session: Sample.session(), tokens: [])
        try await store.insert(session)
        let vault = try await Vault.sample(of: store)
        let remembered = Remembered(ledger: try await store.attempts(for: key), session: session)
        try await store.insertPending(
            TOTPDevice(
                Authenticator(
                    id: remembered.device, account: key.account, kind: .totp, label: "",
                    state: .pending(until: .distantFuture), createdAt: Sample.start),
                parameters: .compatible,
                secret: try await vault.seal(
                    SecretBytes(copying: [1]), for: TOTPDevice.binding(of: remembered.device, account: key.account))))
        #expect(try await store.activate(remembered.device, step: TimeStep(1), at: Sample.start))
        #expect(try await store.acceptStep(remembered.step, of: remembered.device))
        return remembered
    }

    private func expect(_ state: Remembered, in store: SQLiteStore) async throws {
        #expect(try await store.attempts(for: state.key) == state.ledger)
        #expect(state.ledger.lock == .until(Sample.start + .seconds(1800)))
        #expect(try await store.liveSessions() == [state.session])
        #expect(try await store.acceptStep(state.step, of: state.device) == false)
        try store.close()
    }
}
