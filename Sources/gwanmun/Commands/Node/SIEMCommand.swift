import ArgumentParser

/// `gwanmun siem …`: the ways by which records leave the house.
struct SIEMCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "siem", abstract: "Try the ways by which records leave the house.",
        subcommands: [SIEMTestCommand.self])
}

struct SIEMTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send every receiver of records a message that says it is a test, and tell what came of it.",
        discussion: """
            The message has the type siem_test and drill=1; it is no record, and it has no number. Exit 1 when a receiver does not take it.
            Example: gwanmun siem test --reason "after the change of the collector"
            """)

    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let body = ReasonBody(reason: try why.stated())
            let answer: ReceiverTrialsDocument = try await node.post("siem", "test", body: body)
            if output.json { try MachineOutput.print(answer.receivers) } else { show(answer.receivers) }
            guard answer.receivers.allSatisfy({ $0.result == "accepted" }) else { throw ExitCode.failure }
        }
    }

    private func show(_ trials: [ReceiverTrialsDocument.Trial]) {
        guard !trials.isEmpty else {
            return Terminal.print(
                worded("설정된 수신처가 없습니다. 기록은 이 노드에만 남습니다.", "No receiver is configured; records stay on this node."))
        }
        let table = TextTable(
            headings: [.receiver, .result],
            rows: trials.map {
                [$0.receiver, ([$0.result] + [$0.problem].compactMap(\.self)).joined(separator: ": ").onOneLine]
            })
        table.lines.forEach(Terminal.print)
    }
}
