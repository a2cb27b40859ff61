import ArgumentParser
import GatewayIdentity
import GatewayReview

struct PolicyKeepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keep a right that nobody uses, for a reason and for a time; or end that.",
        discussion: """
            It ends by itself, at the latest after the 'max_exception_days' of the policy's defaults.
            Example: gwanmun policy keep rule:nct-admin --until 2027-01-31T00:00:00+09:00 --reason "key rotation at year's end"
            """)

    @Argument(help: "As 'policy unused' names it; a rule's or a person's holds for all its parts.")
    var right: String
    @Option(
        help: .init("Until just before then; of a day, its end.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var until: TimeArgument?
    @Flag(help: "It is not kept any more.")
    var end = false
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let right: String
        let until: String?
        let reason: String
    }

    func validate() throws {
        guard end == (until == nil) else { throw ValidationError("--until or --end, one of them.") }
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(right: right, until: until?.endText, reason: try why.stated())
            if end {
                try await node.post("kept-rights", "end", body: body)
                return try output.done(.rightNotKept(right))
            }
            let kept: KeptRightDocument = try await node.post("kept-rights", body: body)
            if output.json { return try MachineOutput.print(kept) }
            Terminal.print(Message.rightKept(kept.right, until: kept.until.shownTime).text)
        }
    }
}

struct PolicyKeptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kept", abstract: "List rights that are kept although nobody uses them.",
        discussion: "Example: gwanmun policy kept --json > kept.json")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let answer: KeptRightsDocument = try await node.get("kept-rights")
            if output.json { return try MachineOutput.print(answer.keptRights) }
            guard !answer.keptRights.isEmpty else { return Terminal.print(Message.nothingKept.text) }
            TextTable(
                headings: [.right, .reason, .by, .until],
                rows: answer.keptRights.map { [$0.right, $0.reason, $0.by, $0.until.shownTime] }
            ).lines.forEach(Terminal.print)
        }
    }
}
