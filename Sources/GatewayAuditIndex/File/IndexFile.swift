internal import FoundationEssentials
internal import GRDB
internal import GatewayAuditFile
internal import Glibc

/// The file `index.sqlite` beside the segments. Everything in it comes from them: it can be deleted at any time.
///
/// One writer at a time (`IndexLock`), any number of readers. Blocks: for threads that may.
final class IndexFile {
    static let name = "index.sqlite"
    /// In `user_version`; a file of another is made anew. Another one for every change of what is a key, and of how it is stored.
    static let format = 2

    private let queue: DatabaseQueue

    /// - Parameter isMade: whether to make it where there is none, or one of another format.
    init(in directory: String, isMade: Bool) throws(IndexFailure) {
        let path = directory + "/" + Self.name
        guard isMade || access(path, F_OK) == 0 else { throw .missing }
        if isMade { try Self.makePrivate(path) }
        var configuration = Configuration()
        configuration.label = "gwanmun audit index"
        configuration.busyMode = .timeout(5)
        configuration.readonly = !isMade
        if isMade {
            configuration.prepareDatabase { database in
                // Made again from the trail when a power cut damages it: a commit need not wait for the disk.
                try database.execute(
                    sql: "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
            }
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            if version == Self.format { return }
            guard isMade, version == 0 else {
                throw IndexFailure.damaged("its format is \(version), this program's \(Self.format)")
            }
            try queue.write { try $0.execute(sql: Self.schema) }
        } catch {
            throw IndexFailure(error)
        }
    }

    /// Removes the file, so that the next one begins empty.
    static func remove(in directory: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(directory + "/" + name + suffix) }
    }

    func close() {
        // What is not closed cleanly is recovered when it is opened.
        try? queue.close()
    }

    private static let schema = """
        CREATE TABLE runs (id INTEGER PRIMARY KEY, first INTEGER NOT NULL UNIQUE, head BLOB NOT NULL, map BLOB NOT NULL);
        CREATE TABLE buckets (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE state (generation INTEGER NOT NULL);
        INSERT INTO state VALUES (1);
        PRAGMA user_version = \(format);
        """

    private static func makePrivate(_ path: String) throws(IndexFailure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unavailable("\(path): \(String(cString: strerror(errno)))") }
        defer { Glibc.close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .unavailable("\(path): \(String(cString: strerror(errno)))") }
    }

    // MARK: Reading

    /// All runs, the newest first.
    func runs() throws(IndexFailure) -> [Run] {
        try reading { database in
            let rows = try Row.fetchCursor(database, sql: "SELECT id, first, head FROM runs ORDER BY first DESC")
            var runs: [Run] = []
            while let row = try rows.next() {
                let (id, first): (Int64, Int64) = (row[0], row[1])
                let head = try row.withUnsafeData(atIndex: 2) { $0.map { Array($0) } }
                guard first > 0, let head, let run = Run(id: id, first: UInt64(first), head) else {
                    throw IndexFailure.damaged("the run that begins with record \(first)")
                }
                runs.append(run)
            }
            return runs
        }
    }

    func map(of run: Run) throws(IndexFailure) -> RunMap {
        let bytes = try bytes("SELECT map FROM runs WHERE id = ?", run.id ?? 0)
        guard let bytes, let map = RunMap(bytes, records: run.count, at: run.first) else {
            throw .damaged("the map of run \(run.first)")
        }
        return map
    }

    /// The records of a run that have a key, ascending.
    func numbers(of key: KeyHash, in run: Run) throws(IndexFailure) -> [UInt16] {
        guard run.hasBucket(key.bucket) else { return [] }
        let bytes = try bytes("SELECT bytes FROM buckets WHERE id = ?", (run.id ?? 0) * 256 + Int64(key.bucket))
        let place = run.place(ofBucket: key.bucket)
        guard let bytes, let numbers = Bucket.numbers(of: key.tag, in: bytes, of: run.count, at: place) else {
            throw .damaged("the keys of run \(run.first)")
        }
        return numbers
    }

    /// Counts how often the index was thrown away by somebody else.
    func generation() throws(IndexFailure) -> Int {
        try reading { try Int.fetchOne($0, sql: "SELECT generation FROM state") ?? 0 }
    }

    private func bytes(_ sql: String, _ id: Int64) throws(IndexFailure) -> [UInt8]? {
        try reading { database in
            let statement = try database.cachedStatement(sql: sql)
            return try Row.fetchOne(statement, arguments: [id])?.withUnsafeData(atIndex: 0) { $0.map { Array($0) } }
        }
    }

    private func reading<Value>(_ body: (Database) throws -> Value) throws(IndexFailure) -> Value {
        do { return try queue.read(body) } catch { throw IndexFailure(error) }
    }

    // MARK: Writing

    /// Stores a run whole, in place of what is kept of it.
    /// - Returns: its number.
    func store(_ run: Run, map: [UInt8], buckets: [(number: UInt8, bytes: [UInt8])], dropping vanished: [Int64])
        throws(IndexFailure) -> Int64
    {
        try writing { database in
            for id in vanished + [run.id].compactMap(\.self) { try Self.drop(id, database) }
            try database.execute(
                sql: "INSERT INTO runs VALUES (?, ?, ?, ?)",
                arguments: [run.id, Int64(run.first), Data(run.encoded), Data(map)])
            let id = run.id ?? database.lastInsertedRowID
            let insertion = try database.cachedStatement(sql: "INSERT INTO buckets VALUES (?, ?)")
            for (number, bytes) in buckets {
                try insertion.execute(arguments: [id * 256 + Int64(number), Data(bytes)])
            }
            return id
        }
    }

    func drop(_ ids: [Int64]) throws(IndexFailure) {
        try writing { database in for id in ids { try Self.drop(id, database) } }
    }

    /// Empties it, and tells whoever writes to it that this was done.
    func empty() throws(IndexFailure) {
        try writing { database in
            try database.execute(
                sql: "DELETE FROM runs; DELETE FROM buckets; UPDATE state SET generation = generation + 1")
        }
    }

    private static func drop(_ id: Int64, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [id])
        try database.execute(
            sql: "DELETE FROM buckets WHERE id BETWEEN ? AND ?", arguments: [id * 256, id * 256 + 255])
    }

    private func writing<Value>(_ body: (Database) throws -> Value) throws(IndexFailure) -> Value {
        do { return try queue.write(body) } catch { throw IndexFailure(error) }
    }
}

extension IndexFailure {
    init(_ error: any Error) {
        switch error {
        case let failure as IndexFailure: self = failure
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT:
                self = .damaged(error.message ?? "\(error)")
            default: self = .unavailable(error.message ?? "\(error)")  // Codes of SQLite, not cases of ours.
            }
        default: self = .damaged("\(error)")
        }
    }
}
