internal import GRDB
public import GatewayStore
internal import Synchronization

/// The embedded store: one SQLite file in write-ahead mode, every commit on disk before the call returns.
///
/// SQLite blocks, so it runs on GRDB's own threads: one writer, a few readers. Changes that wait for the writer at the same
/// time share a transaction (`WriteQueue`). What may wait for them is bounded; beyond
/// that a call is refused at once.
public final class SQLiteStore: Sendable {
    /// Calls that may wait at a time. A commit takes a few milliseconds: with more, the answer would come too late.
    private static let maximumPending = 1024

    let pool: DatabasePool
    let writes: WriteQueue
    private let pending = Atomic<Int>(0)

    /// Opens the database, makes it where there is none, and brings its tables up to date.
    ///
    /// - Parameter path: the file; two more, `-wal` and `-shm`, come to lie beside it. All are for the service alone (0600).
    /// - Throws: `.unavailable` when others may read the file, when it is not a database, or when a newer version made it.
    public init(path: String) throws(StoreError) {
        do {
            try StoreFile.prepare(path)
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            // GRDB opens in NORMAL; only FULL makes each commit survive a power cut.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try Migrations.all.migrateRefusingNewer(pool)
            writes = WriteQueue(pool)
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// Ends all connections; what was committed stays. Calls after this throw `.unavailable`.
    public func close() throws(StoreError) {
        do { try pool.close() } catch { throw StoreError(sqlite: error) }
    }

    /// A change, whole or not at all.
    ///
    /// Once begun it is finished even if the caller is cancelled: a client that hangs up must not undo a logout, nor be
    /// told of a failure that was none.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try enter()
        defer { leave() }
        do {
            return try await writes.write(body)
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// A look at one consistent state of the database.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StoreError) -> Value
    {
        try enter()
        defer { leave() }
        do { return try await pool.read(body) } catch { throw StoreError(sqlite: error) }
    }

    private func enter() throws(StoreError) {
        guard pending.add(1, ordering: .relaxed).newValue <= Self.maximumPending else {
            leave()
            throw .busy
        }
    }

    private func leave() { pending.subtract(1, ordering: .relaxed) }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "gwanmun store"
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // What is deleted is overwritten, so that a used code or a destroyed key is not read off the free pages.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }
}

extension SQLiteStore: Store {}
