import FoundationEssentials
import GatewayAudit
import GatewayAuditFile
import GatewayCrypto
import GatewayDesk
import GatewayIdentity
import Glibc

/// What stands in `manifest.json` of an export, signed where the node's key is at hand. Written last: a folder without it is not whole.
struct ExportManifest: Codable {
    static let format = "gwanmun-audit-export/1"
    static let name = "manifest.json"

    var format = Self.format
    let madeAt: String
    /// As they were given.
    let filters: [String: String]
    let records: Int
    let omitted: Int
    /// Records of the piece that were deleted after their time; absent: none.
    let deleted: UInt64?
    /// The piece of the trail; 0 when it holds nothing.
    let firstSeq: UInt64
    let lastSeq: UInt64
    /// Of the record before the first, and of the last.
    let prevHash: String?
    let lastHash: String?
    /// Whether the table begins with a byte order mark.
    let csvMark: Bool?
    /// SHA-256 of each file.
    let files: [String: String]
}

/// Writes an export: records as they stand, a proof for each record between them, a table if wanted.
struct ExportFolder {
    static let records = "records.jsonl"
    static let omitted = "omitted.jsonl"
    static let deleted = "deleted.jsonl"
    static let table = "records.csv"

    private let path: String
    private let writesTable: Bool
    private let mark: Bool
    private let recordsFile: DigestedFile
    private let omittedFile: DigestedFile
    private let tableFile: DigestedFile?
    private var checkpoints: [String] = []
    private var recordCount = 0
    private var omittedCount = 0
    private var deletedLines: [String] = []
    /// Records of the piece that were deleted after their time.
    private(set) var deletedCount: UInt64 = 0
    private var first: UInt64 = 0
    private var last: UInt64 = 0
    private var previousHash: String?
    private var lastHash: String?

    /// - Parameter path: made here; it must not exist, so that nothing else lies in it.
    init(_ path: String, table writesTable: Bool, mark: Bool) throws {
        guard mkdir(path, 0o700) == 0 else {
            throw CommandFailure(
                .badInput, ["--output: \(path): \(String(cString: strerror(errno)))"],
                hint: "Name a folder that is not there yet; it is made.")
        }
        self.path = path
        self.writesTable = writesTable
        self.mark = mark
        recordsFile = try DigestedFile(path + "/" + Self.records)
        omittedFile = try DigestedFile(path + "/" + Self.omitted)
        tableFile = writesTable ? try DigestedFile(path + "/" + Self.table) : nil
        try tableFile?.write((mark ? ExportCSV.mark : "") + ExportCSV.header)
    }

    /// The last record that was taken.
    var position: UInt64 { last }
    var count: Int { recordCount }

    mutating func add(_ piece: RecordExtract) throws {
        guard piece.first > 0 else { return }
        guard first == 0 || piece.first == last &+ 1 && piece.previousHash == lastHash else {
            throw CommandFailure(
                "the trail does not go on where it was left: record \(piece.first) after \(last)",
                hint: "'gwanmun audit verify' says where it is broken.")
        }
        if first == 0 {
            first = piece.first
            previousHash = piece.previousHash
        }
        (last, lastHash) = (piece.last, piece.lastHash)
        recordCount += piece.records.count
        omittedCount += piece.omitted.count
        for line in piece.deleted {
            guard let stretch = DeletedStretch(line: Array((line + "\n").utf8)) else {
                throw CommandFailure(
                    "what is left of deleted records cannot be read: \(line.prefix(100).debugDescription)")
            }
            deletedLines.append(line)
            deletedCount += stretch.count
        }
        checkpoints += piece.checkpoints
        for line in piece.records {
            try recordsFile.write(line + "\n")
            if let tableFile { try tableFile.write(Self.row(line)) }
        }
        for line in piece.omitted { try omittedFile.write(line + "\n") }
    }

    static func row(_ line: String) -> String {
        var line = line
        return line.withUTF8 { ParsedRecord(line: UnsafeRawBufferPointer($0)) }.map(ExportCSV.row) ?? ""
    }

    /// - Parameter key: signs the manifest; `nil`: nobody does.
    func finish(_ filters: [(name: String, value: String)], at time: UnixTime, by key: (any CheckpointKey)?) throws {
        var files = [Self.records: try recordsFile.finish(), Self.omitted: try omittedFile.finish()]
        if let tableFile { files[Self.table] = try tableFile.finish() }
        if !deletedLines.isEmpty {
            let file = try DigestedFile(path + "/" + Self.deleted)
            for line in deletedLines { try file.write(line + "\n") }
            files[Self.deleted] = try file.finish()
        }
        if !checkpoints.isEmpty {
            let file = try DigestedFile(path + "/" + ExportedCheckpoints.name)
            for line in checkpoints { try file.write(line + "\n") }
            files[ExportedCheckpoints.name] = try file.finish()
        }
        let manifest = ExportManifest(
            madeAt: RFC3339.string(time), filters: Dictionary(filters.map { ($0.name, $0.value) }) { $1 },
            records: recordCount, omitted: omittedCount, deleted: deletedCount > 0 ? deletedCount : nil,
            firstSeq: first, lastSeq: last, prevHash: previousHash,
            lastHash: lastHash, csvMark: writesTable ? mark : nil, files: files)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let text = String(decoding: try encoder.encode(manifest), as: UTF8.self) + "\n"
        if let key {
            let signature = try key.signature(over: Array(text.utf8))
            try PrivateFile.create(path + "/" + SignedManifest.key, try key.publicKey.pem())
            try PrivateFile.create(path + "/" + SignedManifest.signature, signature)
        }
        let file = try DigestedFile(path + "/" + ExportManifest.name)
        try file.write(text)
        _ = try file.finish()
    }
}

/// A new file for the user alone, and the digest of what was written.
final class DigestedFile {
    private let descriptor: Int32
    private let path: String
    private let hasher = SHA256Hasher()
    private var waiting: [UInt8] = []

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw CommandFailure("\(path): \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    func write(_ text: String) throws {
        waiting += text.utf8
        if waiting.count >= 1 << 16 { try flush() }
    }

    /// Everything is on the disk; the digest of it, in hexadecimal.
    func finish() throws -> String {
        try flush()
        guard fsync(descriptor) == 0 else { throw CommandFailure("\(path): \(String(cString: strerror(errno)))") }
        return hasher.finish().hex
    }

    private func flush() throws {
        hasher.update(waiting)
        var rest = waiting[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw CommandFailure("\(path): \(String(cString: strerror(errno)))") }
            rest = rest.dropFirst(written)
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
