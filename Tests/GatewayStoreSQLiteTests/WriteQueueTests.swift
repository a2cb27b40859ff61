import Dispatch
import GRDB
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Synchronization
import Testing

@testable import GatewayStoreSQLite

@Suite struct `Changes that wait for the writer` {
    @Test func `share one transaction`() async throws {
        let store = try TemporaryStore()
        let commits = Commits()
        store.sqlite.pool.add(transactionObserver: commits)
        let results = try await store.together((0..<20).map { number in { try Self.insert(number, $0) } })
        #expect(results.allSatisfy { $0 == nil })
        // The one that held the writer up, and all behind it.
        #expect(commits.count == 2)
    }

    @Test func `are as many as may be in one, and the others in the next`() async throws {
        let store = try TemporaryStore()
        let commits = Commits()
        store.sqlite.pool.add(transactionObserver: commits)
        _ = try await store.together((0..<130).map { number in { try Self.insert(number, $0) } })
        #expect(commits.count == 1 + 3)
    }

    @Test func `take themselves back alone when they fail`() async throws {
        let store = try TemporaryStore()
        let results = try await store.together([
            { try Self.insert(1, $0) },
            { db in
                try Self.insert(2, db)
                throw StoreError.busy
            },
            { try Self.insert(3, $0) },
        ])
        #expect(results == [nil, .busy, nil])
        #expect(try await store.numbers == [1, 3])
    }

    @Test func `are each told what became of them when the disk is full in the middle`() async throws {
        let store = try TemporaryStore()
        let pages = try await store.sqlite.read { try $0.rows("PRAGMA page_count").first?[0] as Int? ?? 0 }
        try await store.sqlite.write { _ = try $0.rows("PRAGMA max_page_count = \(pages)") }
        let large = String(repeating: "x", count: 200_000)
        let results = try await store.together([
            { try Self.insert(1, $0) },
            { try $0.run("INSERT INTO numbers VALUES (2, ?)", [large]) },
            { try Self.insert(3, $0) },
        ])
        #expect(results[1] == .full)
        let told = zip([1, 2, 3], results).filter { $0.1 == nil }.map(\.0)
        #expect(try await store.numbers == told)
    }

    @Test func `all fail when their transaction cannot be written, and later ones do not`() async throws {
        let store = try TemporaryStore()
        // Looked at when the transaction ends, not before.
        let orphan = "INSERT INTO children VALUES (99)"
        let results = try await store.together([{ try Self.insert(1, $0) }, { try $0.run(orphan, []) }])
        #expect(results.allSatisfy { $0 != nil })
        #expect(try await store.numbers == [])
        #expect(try await store.together([{ try Self.insert(2, $0) }]) == [nil])
    }

    private static func insert(_ number: Int, _ db: Database) throws {
        try db.run("INSERT INTO numbers VALUES (?, '')", [number])
    }
}

/// A store with tables of the test's own.
private struct TemporaryStore {
    let folder: TemporaryFolder
    let sqlite: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        sqlite = try folder.open()
        try sqlite.pool.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE numbers (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
                    CREATE TABLE children (n INTEGER REFERENCES numbers (n) DEFERRABLE INITIALLY DEFERRED) STRICT;
                    """)
        }
    }

    var numbers: [Int] {
        get async throws { try await sqlite.read { try $0.rows("SELECT n FROM numbers ORDER BY n").map { $0[0] } } }
    }

    /// Holds the writer until all of them wait for it.
    ///
    /// - Returns: what each was told, in their order.
    func together(_ changes: [@Sendable (Database) throws -> Void]) async throws -> [StoreError?] {
        let (started, announce) = AsyncStream.makeStream(of: Void.self)
        let release = DispatchSemaphore(value: 0)
        let sqlite = sqlite
        async let held: Void = sqlite.write { db in
            try db.run("INSERT INTO numbers VALUES (-1, '')", [])
            try db.run("DELETE FROM numbers WHERE n = -1", [])
            announce.finish()
            release.wait()
        }
        for await _ in started {}
        var waiting: [Task<StoreError?, Never>] = []
        for (index, change) in changes.enumerated() {
            let task = Task {
                do throws(StoreError) {
                    try await sqlite.write(change)
                    return nil as StoreError?
                } catch {
                    return error
                }
            }
            // Each takes its place before the next sets out.
            while sqlite.writes.waiting <= index { await Task.yield() }
            waiting.append(task)
        }
        release.signal()
        try await held
        var told: [StoreError?] = []
        for task in waiting { told.append(await task.value) }
        return told
    }
}

private final class Commits: TransactionObserver, Sendable {
    private let commits = Mutex(0)

    var count: Int { commits.withLock { $0 } }

    func observes(eventsOfKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with: DatabaseEvent) {}
    func databaseDidCommit(_: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_: Database) {}
}
