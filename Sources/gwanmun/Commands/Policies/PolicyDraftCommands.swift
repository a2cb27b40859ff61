import ArgumentParser

struct PolicyProposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Make these files a draft of the next policy, or change one.",
        discussion: """
            The node looks at it as it would before taking it into use, and says what is wrong and what changes. Another person approves it.
            Needs --desk: a draft has an author with a certificate. Exit 1 when it is kept, and not fit to be approved.
            Example: gwanmun policy propose ./policies --reason "night shift for fab, ticket 88" --desk https://desk.gw.example.kr:9443 --cert me.pem --key me.key
            """)

    @OptionGroup var source: PolicyFolderArgument
    @Option(help: .init("The draft that it takes the place of.", valueName: "id"))
    var draft: String?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let files: [String: String]
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(files: try source.texts(), reason: try why.stated())
            let proposed: PolicyDraftDocument =
                if let draft {
                    try await node.post("policy", "drafts", draft, "edit", body: body)
                } else {
                    try await node.post("policy", "drafts", body: body)
                }
            try tell(proposed, output)
        }
    }
}

/// Shows a draft that was just made, and fails when nobody could approve it.
private func tell(_ draft: PolicyDraftDocument, _ output: OutputOptions) throws {
    if output.json { try MachineOutput.print(draft) } else { PolicyDraftCard(draft: draft).show() }
    guard draft.sound else {
        throw CommandFailure(
            "the draft is kept, and cannot be approved as it is",
            hint: "Mend the files, and 'gwanmun policy propose DIR --draft \(draft.id)'.")
    }
    if !output.json { Terminal.print(Message.policyProposed(draft.id).text) }
}

struct PolicyRollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Make an older version a draft: going back is a change like any other.",
        discussion: "Example: gwanmun policy rollback 6 --reason \"partners lost the build console\" --desk …")

    @Argument(help: "The version, as 'policy history' numbers it.")
    var version: Int
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let version: Int
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let draft: PolicyDraftDocument = try await node.post(
                "policy", "rollback", body: Body(version: version, reason: try why.stated()))
            try tell(draft, output)
        }
    }
}

struct PolicyDraftsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drafts", abstract: "List drafts of the policy, newest first.",
        discussion: "Open ones, and those that ended. Example: gwanmun policy drafts --json")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let drafts: [PolicyDraftDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("policy", "drafts")
            if output.json { return try MachineOutput.print(answer.drafts) }
            guard !answer.drafts.isEmpty else { return Terminal.print(Message.noDrafts.text) }
            TextTable(
                headings: [.draft, .state, .base, .author, .reason, .since, .approver, .effective, .onTrial],
                rows: answer.drafts.map {
                    [
                        $0.id, $0.state, String($0.base), $0.author, $0.reason, $0.editedAt.shownTime,
                        $0.approvedBy ?? "-", $0.dueAt?.shownTime ?? "-", $0.trialUntil?.shownTime ?? "-",
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct PolicyDraftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft", abstract: "One draft of the policy: see it, take it back.",
        subcommands: [PolicyDraftShowCommand.self, PolicyDraftDropCommand.self])
}

struct PolicyDraftShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a draft: who wrote it, what changes by it, what is wrong with it.",
        discussion: "Example: gwanmun policy draft show 3f2a… --files /tmp/draft")

    @Argument(help: "The draft, as 'policy drafts' names it.")
    var id: String
    @Option(help: .init("Put its files there.", valueName: "dir"))
    var files: String?
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let draft: PolicyDraftDocument = try await node.get("policy", "drafts", id)
            if let files { try PolicyFolderWriting.write(draft.files, to: files) }
            if output.json { return try MachineOutput.print(draft) }
            PolicyDraftCard(draft: draft).show()
        }
    }
}

struct PolicyDraftDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Take a draft back.",
        discussion: "Example: gwanmun policy draft drop 3f2a… --desk …")

    @OptionGroup var change: PolicyDraftChange

    func run() async throws {
        try await change.carryOut("drop") { .policyDropped($0.id) }
    }
}
