import ArgumentParser
import FoundationEssentials
import GatewayAudit
import GatewayAuditFile
import GatewayDesk
import GatewayIdentity

struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Take records along, with the proof that they are what the trail says.",
        discussion: """
            Makes a folder: records.jsonl as they stand, omitted.jsonl with a proof for each record between them that tells nothing of it, \
            manifest.json, and with --format csv a table. 'gwanmun audit check-export' verifies it without the trail.
            Asks the running node, which records who took what and why; with a folder, or where no node runs, reads the files, which nothing records.
            Example: gwanmun audit export --from 2026-11-01T00:00:00+09:00 --to 2026-12-01T00:00:00+09:00 --format csv --output november --purpose "audit 2026"
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case json, csv
    }

    @OptionGroup var filters: RecordFilterOptions
    @Option(help: .init("The folder to make.", valueName: "folder"))
    var output: String
    @Option(help: "json: the records; csv: a table beside them, for a spreadsheet.")
    var format = Format.json
    @Flag(help: "Begin the table with a byte order mark, by which Excel knows UTF-8.")
    var excel = false
    @Option(help: .init("Why they leave, for the record.", valueName: "text"))
    var purpose: String?
    @OptionGroup var place: RecordSourceOptions

    func validate() throws {
        if excel, format != .csv { throw ValidationError("--excel is for --format csv.") }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let source = try await place.source()
            let criteria = try filters.criteria()
            let box = ExportBox(try ExportFolder(output, table: format == .csv, mark: excel))
            switch source {
            case .files(let folder): try take(from: folder, criteria, box)
            case .node: try await ask(box)
            }
            try box.folder.finish(filters.query, at: SystemClock.now(), by: await signingKey())
            Terminal.print(
                worded(
                    "\(output): 기록 \(box.folder.count)건을 내보냈습니다.",
                    "\(output): \(box.folder.count) records exported."))
            if box.folder.deletedCount > 0 {
                Terminal.error(
                    worded(
                        "참고: 이 구간의 기록 \(box.folder.deletedCount)건은 보존 기간이 끝나 삭제되었습니다(\(ExportFolder.deleted)). 내보낸 것은 남은 기록입니다.",
                        "note: \(box.folder.deletedCount) records of this piece were deleted when their time was over (\(ExportFolder.deleted)): what was exported is what is left."
                    ))
            }
        }
    }

    /// The key of checkpoints, where this is the node's machine and its user.
    private func signingKey() async -> (any CheckpointKey)? {
        do {
            guard place.node.desk == nil else { throw CommandFailure("the node is elsewhere") }
            return try await EvidenceKey.open(place.node.configuration())
        } catch {
            let why = (error as? CommandFailure)?.lines.first ?? "\(error)"
            Terminal.error(
                worded(
                    "참고: 노드의 키를 쓸 수 없어 서명하지 않았습니다: \(why)",
                    "note: not signed, the node's key is not at hand: \(why)"))
            return nil
        }
    }

    private func take(from folder: String, _ criteria: RecordCriteria, _ box: ExportBox) throws {
        let last = try TrailHead.last(in: folder)
        var goesOn = true
        while goesOn {
            let piece: TrailExtract
            do throws(TrailCursor.Failure) {
                piece = try TrailExtract.next(in: folder, criteria, after: box.folder.position, through: last)
            } catch {
                throw CommandFailure(
                    "\(folder): \(error)", hint: "'gwanmun audit verify' says where the trail is broken.")
            }
            goesOn = piece.goesOn
            box.pieces.append(RecordExtract(piece, checkpoints: try ExportedCheckpoints(folder).lines(of: piece)))
            try box.settle()
        }
    }

    private struct Order: Encodable {
        let filters: [String: String]
        let after: UInt64
        let format: String
        let reason: String

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            for (name, value) in filters {
                try container.encode(value, forKey: Name(name == "reason" ? "reason_code" : name))
            }
            try container.encode(after, forKey: Name("after"))
            try container.encode(format, forKey: Name("format"))
            try container.encode(reason, forKey: Name("reason"))
        }

        private struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(_ name: String) { stringValue = name }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
    }

    private struct Answer: Decodable {
        let records: [String]
        let omitted: [String]
        /// Absent where an older node answers.
        let deleted: [String]?
        let first: UInt64
        let last: UInt64
        let prevHash: String?
        let lastHash: String?
        let goesOn: Bool
        let checkpoints: [String]
    }

    private func ask(_ box: ExportBox) async throws {
        let why = try ReasonOption.asked(purpose)
        try await place.node.talk { node in
            var goesOn = true
            while goesOn {
                let answer: Answer = try await node.post(
                    "record-exports",
                    body: Order(
                        filters: Dictionary(filters.query.map { ($0.name, $0.value) }) { $1 },
                        after: box.folder.position, format: format.rawValue, reason: why))
                goesOn = answer.goesOn
                box.pieces.append(
                    RecordExtract(
                        records: answer.records, omitted: answer.omitted, deleted: answer.deleted ?? [],
                        first: answer.first, last: answer.last, previousHash: answer.prevHash,
                        lastHash: answer.lastHash, goesOn: goesOn, checkpoints: answer.checkpoints))
                try box.settle()
            }
        }
    }
}

/// Carries pieces into the folder, and shows a person how far it is.
private final class ExportBox {
    var folder: ExportFolder
    var pieces: [RecordExtract] = []
    private var progress = ReplayProgress()

    init(_ folder: ExportFolder) { self.folder = folder }

    func settle() throws {
        for piece in pieces {
            try folder.add(piece)
            for _ in 0..<(piece.records.count + piece.omitted.count) { progress.tick() }
            if !piece.goesOn { progress.end() }
        }
        pieces.removeAll()
    }
}

/// Up to where a trail was acknowledged.
enum TrailHead {
    static func last(in folder: String) throws -> UInt64 {
        guard let line = try TextFile(folder + "/head")?.next(), let point = HeadLine.point(from: line + [0x0A]) else {
            throw CommandFailure(
                .badInput, ["\(folder): holds no audit trail, or its head is damaged"],
                hint: "Name the folder that 'audit' in the configuration names.")
        }
        return point.sequence
    }
}
