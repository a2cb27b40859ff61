import ArgumentParser

/// What a decision about a draft takes.
struct PolicyDraftChange: ParsableArguments {
    @Argument(help: "The draft, as 'policy drafts' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func carryOut(_ step: String, _ message: (PolicyDraftDocument) -> Message) async throws {
        try await node.talk { node in
            let draft: PolicyDraftDocument = try await node.post(
                "policy", "drafts", id, step, body: ReasonBody(reason: try why.stated()))
            if output.json { return try MachineOutput.print(draft) }
            Terminal.print(message(draft).text)
        }
    }
}

struct PolicyApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a draft that somebody else wrote.",
        discussion: """
            Shows what changes by it, and approves exactly that: these files, over this version, after this examination. An edit, or another version, makes the approval void.
            --seal approves only what was shown before with that seal ('policy draft show --json').
            Example: gwanmun policy approve 3f2a… --reason "looked through with the fab team" --desk …
            """)

    @OptionGroup var change: PolicyDraftChange
    @Option(help: .init("What is to be approved, as the draft was shown with.", valueName: "sha256"))
    var seal: String?

    private struct Body: Encodable {
        let seal: String
        let reason: String
    }

    func run() async throws {
        try await change.node.talk { node in
            let seen: PolicyDraftDocument = try await node.get("policy", "drafts", change.id)
            if !change.output.json { PolicyDraftCard(draft: seen).show() }
            // A draft over an older version has none: the node says so.
            let seal = seal ?? seen.seal ?? String(repeating: "0", count: 64)
            let draft: PolicyDraftDocument = try await node.post(
                "policy", "drafts", change.id, "approve",
                body: Body(seal: seal, reason: try change.why.stated()))
            if change.output.json { return try MachineOutput.print(draft) }
            Terminal.print(Message.policyApproved(draft.id).text)
        }
    }
}

struct PolicyRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Turn a draft down.",
        discussion: "Example: gwanmun policy reject 3f2a… --reason \"opens fab at night\" --desk …")

    @OptionGroup var change: PolicyDraftChange

    func run() async throws {
        try await change.carryOut("reject") { .policyRejected($0.id) }
    }
}

struct PolicyActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Take an approved draft into use, now or at a time.",
        discussion: "Example: gwanmun policy activate 3f2a… --at 2026-12-01T07:00:00+09:00 --desk …")

    @OptionGroup var change: PolicyDraftChange
    @Option(help: .init("When the node is to do it by itself.", valueName: "time"))
    var at: String?

    private struct Body: Encodable {
        let at: String?
        let reason: String
    }

    func run() async throws {
        try await change.node.talk { node in
            let done: PolicyActivation = try await node.post(
                "policy", "drafts", change.id, "activate", body: Body(at: at, reason: try change.why.stated()))
            switch done {
            case .version(let version):
                if change.output.json { return try MachineOutput.print(version) }
                Terminal.print(Message.policyInForce(version.version).text)
            case .draft(let draft):
                if change.output.json { return try MachineOutput.print(draft) }
                Terminal.print(Message.policyScheduled(draft.id, at: draft.dueAt?.shownTime ?? "").text)
            }
        }
    }
}
