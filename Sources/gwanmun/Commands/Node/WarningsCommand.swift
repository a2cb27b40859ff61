import ArgumentParser

/// `gwanmun warnings …`: the ways by which people are warned of sign-ins that may not be theirs.
struct WarningsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warnings", abstract: "Try the ways by which warnings leave the house.",
        subcommands: [WarningsTestCommand.self])
}

struct WarningsTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a warning that says it is a test by every channel, and tell what came of it.",
        discussion: """
            To the security officer, and with --to to a person besides. Exit 1 when a channel fails.
            Example: gwanmun warnings test --to kim-7f3a --reason "after the change of the mail server"
            """)

    @Option(name: .customLong("to"), help: .init("A person to be told as well.", valueName: "account"))
    var user: String?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let user: String?
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(user: user, reason: try why.stated())
            let answer: WarningTrialsDocument = try await node.post("warnings", "test", body: body)
            if output.json { try MachineOutput.print(answer.channels) } else { show(answer.channels) }
            guard answer.channels.allSatisfy({ $0.result == "accepted" }) else { throw ExitCode.failure }
        }
    }

    private func show(_ trials: [WarningTrialsDocument.Trial]) {
        guard !trials.isEmpty else {
            return Terminal.print(
                worded(
                    "설정된 전달 수단이 없습니다. 경고는 로그에만 남습니다.", "No channel is configured; warnings go to the log alone."))
        }
        let table = TextTable(
            headings: [.channel, .recipient, .result],
            rows: trials.map {
                [
                    $0.channel, $0.recipient,
                    ([$0.result] + [$0.problem].compactMap(\.self)).joined(separator: ": ").onOneLine,
                ]
            })
        table.lines.forEach(Terminal.print)
    }
}
