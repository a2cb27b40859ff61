import ArgumentParser

struct UserResetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resets", abstract: "List the resets of factors that wait for approval or for their time.",
        discussion: "Example: gwanmun user resets --json")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let resets: [ResetDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("resets")
            if output.json { return try MachineOutput.print(answer.resets) }
            guard !answer.resets.isEmpty else { return Terminal.print(Message.noResets.text) }
            TextTable(
                headings: [.reset, .user, .state, .askedBy, .reason, .approvedBy, .effective],
                rows: answer.resets.map {
                    [
                        $0.id, $0.user, $0.state, $0.askedBy, $0.reason, $0.approvedBy ?? "-",
                        $0.effectiveAt?.shownTime ?? "-",
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct UserApproveResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve-reset", abstract: "Approve a reset of factors that somebody else has asked for.",
        discussion: """
            The waiting time begins, and the owner is told. Then 'user reset-factor' carries it out and prints the code.
            Example: gwanmun user approve-reset 3f2a… --reason "seen in person with their passport"
            """)

    @OptionGroup var change: ResetChange

    func run() async throws {
        try await change.node.talk { node in
            let reset: ResetDocument = try await node.post(
                "resets", change.id, "approve", body: ReasonBody(reason: try change.why.stated()))
            if change.output.json { return try MachineOutput.print(reset) }
            Terminal.print(ResetCard(reset: reset).text)
        }
    }
}

struct UserCancelResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel-reset", abstract: "Cancel a reset of factors that was not carried out yet.",
        discussion:
            "Its owner does so by one press, on their own page or at the login. Example: gwanmun user cancel-reset 3f2a…"
    )

    @OptionGroup var change: ResetChange

    func run() async throws {
        try await change.node.talk { node in
            try await node.post("resets", change.id, "cancel", body: ReasonBody(reason: try change.why.stated()))
            try change.output.done(.resetCancelled(change.id))
        }
    }
}

struct ResetChange: ParsableArguments {
    @Argument(help: "The request, as 'user resets' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions
}

/// How a request stands, and what is to be done.
struct ResetCard {
    let reset: ResetDocument

    var text: String {
        if let effective = reset.effectiveAt {
            Message.resetApproved(reset.user, effective: effective.shownTime).text
        } else {
            Message.resetAsked(reset.user, id: reset.id).text
        }
    }
}
