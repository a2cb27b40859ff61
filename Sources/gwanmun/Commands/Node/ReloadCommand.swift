import ArgumentParser

struct ReloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Have the running node read its files again.",
        discussion: """
            Policy, trust with its CRLs and server certificates: each is taken whole, or the old one goes on serving and it is said why (exit 1).
            What listens where, and the limits of connections, change with a restart.
            Example: gwanmun reload --reason "new policy, ticket 60"
            """)

    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let answer: ReloadDocument = try await node.post("reload", body: ReasonBody(reason: try why.stated()))
            if output.json {
                try MachineOutput.print(answer.parts)
            } else {
                let table = TextTable(
                    headings: [.part, .result],
                    rows: answer.parts.map {
                        [$0.part, $0.adopted ? worded("적용", "in force") : worded("이전 것 유지", "the one before stays")]
                    })
                table.lines.forEach(Terminal.print)
            }
            let problems = answer.parts.compactMap(\.problem).flatMap {
                $0.split(separator: "\n").map { String($0).onOneLine }
            }
            guard answer.parts.allSatisfy(\.adopted) else {
                throw CommandFailure(
                    .failed, problems,
                    hint: "The node goes on with what was good. Correct the files; it reads them by itself.")
            }
        }
    }
}
