import ArgumentParser
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// The files of the trail, and until when each is kept.
struct AuditSegmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segments", abstract: "List the segments of the trail: which records, from when, kept until when.",
        discussion: """
            Reads every closed segment. Holds are the running node's: without it, and with --offline, they are left out.
            Example: gwanmun audit segments --config /etc/gwanmun/gwanmun.yaml
            """)

    @Flag(help: "Do not ask the node for holds.")
    var offline = false
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Row: Encodable {
        let segment: String
        let firstSeq: UInt64
        let lastSeq: UInt64?
        let from: String?
        let to: String?
        let state: String
        let keptUntil: String?
        let heldBy: [String]?
    }

    func validate() throws {
        if node.desk != nil { throw ValidationError("The files are read here: --desk is for other commands.") }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let configuration = try node.configuration()
            let holds = try await holds(configuration)
            let external = (try? PolicyMaterial.read(configuration))?.snapshot.externalRoles ?? []
            let standings: [SegmentStanding]
            do throws(SegmentKeeper.Failure) {
                var keeper = try SegmentKeeper(
                    directory: configuration.places.audit, rules: RetentionRules(configuration.retention),
                    external: external)
                standings = try keeper.standings(at: SystemClock.now(), holds: holds)
            } catch {
                let what =
                    switch error {
                    case .file(let failure): failure.description
                    case .notRecorded(let failure): "\(failure)"
                    case .holdsUnknown(let problem): problem
                    }
                throw CommandFailure(
                    .badInput, [what],
                    hint: "Name the configuration whose 'audit' is the folder of the trail; the first start makes it.")
            }
            let rows = standings.map { row($0) }
            if output.json { return try MachineOutput.print(rows) }
            let table = TextTable(
                headings: [.segment, .from, .to, .state, .until],
                rows: rows.map {
                    [
                        $0.segment, $0.from ?? "-", $0.to ?? "-",
                        words(of: $0, isLast: $0.segment == rows.last?.segment),
                        $0.keptUntil ?? "-",
                    ]
                })
            table.lines.forEach(Terminal.print)
        }
    }

    private func holds(_ configuration: GatewayConfiguration) async throws -> [LegalHold] {
        let client = NodeClient(node.socket ?? configuration.places.controlSocket)
        guard !offline, await client.isRunning else { return [] }
        let answer: RecordHoldList = try await client.get("record-holds")
        return answer.holds.map {
            LegalHold(id: $0.id, from: $0.from.flatMap(RFC3339.parse), to: $0.to.flatMap(RFC3339.parse))
        }
    }

    private func row(_ standing: SegmentStanding) -> Row {
        let (state, until, holds): (String, UnixTime?, [String]?) =
            switch standing.state {
            case .open: ("open", nil, nil)
            case .until(let time): ("kept", time, nil)
            case .held(let names): ("held", nil, names)
            case .unreadable: ("unreadable", nil, nil)
            case .due: ("due", nil, nil)
            }
        return Row(
            segment: standing.segment.file, firstSeq: standing.segment.first, lastSeq: standing.survey?.stretch.last,
            from: standing.survey.map { RFC3339.string($0.firstTime) },
            to: standing.survey.map { RFC3339.string($0.lastTime) }, state: state,
            keptUntil: until.map { RFC3339.string($0) }, heldBy: holds)
    }

    /// The last two are never looked at: one is being written, the other is what the next start verifies.
    private func words(of row: Row, isLast: Bool) -> String {
        switch row.state {
        case "open":
            isLast ? worded("기록 중", "being written") : worded("남김: 마지막 둘 중 하나", "stays: one of the last two")
        case "kept": worded("보존", "kept")
        case "held": worded("보존 명령: ", "held by ") + (row.heldBy ?? []).joined(separator: ", ")
        case "due": worded("보존 기간 끝남", "its time is over")
        default: worded("읽을 수 없음: 'gwanmun audit verify'", "cannot be read: 'gwanmun audit verify'")
        }
    }
}
