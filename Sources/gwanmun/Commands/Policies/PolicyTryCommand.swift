import ArgumentParser

struct PolicyTryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Put a draft on trial: records say what it would have answered, and it decides nothing.",
        discussion: """
            For whoever writes or approves policies; one draft at a time. It ends by its time, by --end, when the draft is edited, rejected, dropped or taken into use, or when another version comes into force. 'gwanmun policy trial' counts what it would have done.
            Example: gwanmun policy try 3f2a… --days 14 --reason "two weeks of night shifts" --desk …
                     gwanmun policy try 3f2a… --end --reason "seen enough" --desk …
            """)

    @OptionGroup var change: PolicyDraftChange
    @Option(help: "For how many days, 1 to 31; 7 where nothing is said.")
    var days: Int?
    @Option(help: .init("Until when, within 31 days.", valueName: "time"))
    var until: String?
    @Flag(help: "End the trial.")
    var end = false

    private struct Body: Encodable {
        let days: Int?
        let until: String?
        let reason: String
    }

    func validate() throws {
        guard [days != nil, until != nil, end].count(where: { $0 }) <= 1 else {
            throw ValidationError("--days, --until or --end, one of them.")
        }
    }

    func run() async throws {
        if end { return try await change.carryOut("end-trial") { .policyTrialEnded($0.id) } }
        try await change.node.talk { node in
            let draft: PolicyDraftDocument = try await node.post(
                "policy", "drafts", change.id, "try",
                body: Body(days: days, until: until, reason: try change.why.stated()))
            if change.output.json { return try MachineOutput.print(draft) }
            Terminal.print(
                Message.policyOnTrial(
                    draft.id, until: draft.trialUntil?.shownTime ?? "-", policy: draft.trialPolicySha256 ?? "-"
                ).text)
        }
    }
}
