import ArgumentParser
import GatewayIdentity

/// `gwanmun audit hold …`: records that are kept beyond their time.
struct AuditHoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keep records beyond their time: an investigation, a dispute.",
        subcommands: [AuditHoldListCommand.self, AuditHoldAddCommand.self, AuditHoldLiftCommand.self])
}

struct RecordHoldDocument: Codable {
    let id: String
    let from: String?
    let to: String?
    let reason: String
    let by: String
    let at: String
}

struct RecordHoldList: Decodable {
    let holds: [RecordHoldDocument]
}

struct AuditHoldListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List holds.", discussion: "Example: gwanmun audit hold list")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let answer: RecordHoldList = try await node.get("record-holds")
            if output.json { return try MachineOutput.print(answer.holds) }
            guard !answer.holds.isEmpty else {
                return Terminal.print(
                    worded(
                        "보존 명령이 없습니다. 추가: gwanmun audit hold add",
                        "Nothing is held beyond its time. To keep records: gwanmun audit hold add"))
            }
            let table = TextTable(
                headings: [.hold, .from, .to, .reason, .by, .since],
                rows: answer.holds.map {
                    [$0.id, $0.from?.shownTime ?? "-", $0.to?.shownTime ?? "-", $0.reason, $0.by, $0.at.shownTime]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}

struct AuditHoldAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Keep records beyond their time, until somebody else lets them go.",
        discussion: """
            Example: gwanmun audit hold add --from 2026-11-01 --to 2026-11-30 --reason "incident 17"
            """)

    @Option(
        help: .init(
            "Records from then on; of a day (in Korea), its beginning; without it, from the first one.",
            valueName: TimeArgument.valueName), transform: TimeArgument.init)
    var from: TimeArgument?
    @Option(
        help: .init(
            "Records before then; of a day, its end; without it, also those to come.", valueName: TimeArgument.valueName
        ), transform: TimeArgument.init)
    var to: TimeArgument?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let from: String?
        let to: String?
        let reason: String
    }

    func validate() throws {
        if let from, let to, to.end <= from.begin { throw ValidationError("--to is not after --from") }
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(
                from: from?.beginText, to: to?.endText,
                reason: try why.stated())
            let hold: RecordHoldDocument = try await node.post("record-holds", body: body)
            if output.json { return try MachineOutput.print(hold) }
            Terminal.print(
                worded(
                    "보존합니다. 해제: gwanmun audit hold lift \(hold.id)",
                    "These records are held. To let them go: gwanmun audit hold lift \(hold.id)"))
        }
    }
}

struct AuditHoldLiftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lift", abstract: "Let records go when their time is over; by another person than who held them.",
        discussion: "Example: gwanmun audit hold lift 3f2a9c --reason \"incident 17 closed\"")

    @Argument(help: "The hold, as 'audit hold list' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            try await node.post("record-holds", id, "lift", body: ReasonBody(reason: try why.stated()))
            try output.done(.holdLifted(id))
        }
    }
}
