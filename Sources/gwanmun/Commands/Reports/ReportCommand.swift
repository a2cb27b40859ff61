import ArgumentParser

/// `gwanmun report …`: reports that others made, and when the next ones are due.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports of others: a provider's checks, a look for ways around the gate; what is overdue.",
        subcommands: [ReportAddCommand.self, ReportListCommand.self, ReportRemoveCommand.self])
}

/// A report as the administration API tells it.
struct ReportDocument: Codable {
    let id: String
    let kind: String
    let about: String
    let file: String
    let sha256: String
    let size: Int
    let madeAt: String
    let dueAt: String
    let result: String?
    let consoles: [String]
    let state: String
    let by: String
    let at: String
    let reason: String

    var stateWord: String {
        switch state {
        case "current": worded("유효", "current")
        case "overdue": worded("기한 지남", "overdue")
        case "replaced": worded("대체됨", "replaced")
        case let other: other
        }
    }

    var resultWord: String {
        switch result {
        case "passed"?: worded("통과", "passed")
        case "failed"?: worded("실패", "failed")
        case let other: other ?? "-"
        }
    }
}

struct ReportListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List reports, the newest first.",
        discussion: """
            'replaced': a newer one of the same matter is there. 'overdue': the next one was due, and was not filed.
            Example: gwanmun report list
            """)

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let reports: [ReportDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("reports")
            if output.json { return try MachineOutput.print(answer.reports) }
            guard !answer.reports.isEmpty else {
                return Terminal.print(
                    worded(
                        "등록된 보고서가 없습니다. 등록: gwanmun report add",
                        "No report was filed yet. To file one: gwanmun report add"))
            }
            TextTable(
                headings: [.report, .kind, .about, .made, .due, .state, .result],
                rows: answer.reports.map {
                    [
                        $0.id, $0.kind, $0.about, $0.madeAt.shownTime, $0.dueAt.shownTime, $0.stateWord,
                        $0.resultWord,
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct ReportRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a report out of the register; the one made before it counts again.",
        discussion: "Example: gwanmun report remove 3f2a9c --reason \"filed for the wrong provider\"")

    @Argument(help: "The report, as 'report list' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            try await node.post("reports", id, "remove", body: ReasonBody(reason: try why.stated()))
            try output.done(.reportRemoved(id))
        }
    }
}
