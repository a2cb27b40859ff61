import ArgumentParser
import GatewayIdentity

/// `gwanmun grant …`: permissions of external partners on a running node.
struct GrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Permissions of record for external partners.",
        subcommands: [
            GrantListCommand.self, GrantShowCommand.self, GrantAddCommand.self, GrantRequestCommand.self,
            GrantApproveCommand.self, GrantRejectCommand.self, GrantPauseCommand.self, GrantResumeCommand.self,
            GrantEndCommand.self, GrantDeletionsCommand.self, GrantConfirmDeletionCommand.self,
        ])
}

struct GrantListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List grants, those that ended too.",
        discussion: "Example: gwanmun grant list --user meyer-9a1c")

    @Option(help: "Of this account alone.")
    var user: String?
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let grants: [GrantDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("grants", query: user.map { ("user", $0) })
            if output.json { return try MachineOutput.print(answer.grants) }
            guard !answer.grants.isEmpty else { return Terminal.print(Message.noGrants.text) }
            let table = TextTable(
                headings: [.grant, .user, .consoles, .kind, .reference, .sponsor, .from, .to, .state],
                rows: answer.grants.map {
                    [
                        $0.id, $0.user, $0.consoles.joined(separator: ", "), $0.kind, $0.reference, $0.sponsor,
                        $0.from.shownTime, $0.to.shownTime,
                        $0.stateWords,
                    ]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}

struct GrantAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Permit a partner some consoles for some time.",
        discussion: """
            At the end sessions end by themselves.
            Example: gwanmun grant add meyer-9a1c --console build --kind export_approval --reference MOTIE-2026-0117 \\
                       --sponsor kim-7f3a --from 2026-12-01T09:00:00+09:00 --to 2027-02-28T18:00:00+09:00 --reason "approval received"
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case exportApproval = "export_approval"
        case exportNotification = "export_notification"
    }

    @Argument(help: "The partner's account.")
    var account: String
    @Option(name: .customLong("console"), help: "A console of the policy; may be given again.")
    var consoles: [String]
    @Option(help: "What the permission rests on.")
    var kind: Kind
    @Option(help: "The number of the approval.")
    var reference: String
    @Option(help: "The account of the colleague who answers for the partner.")
    var sponsor: String
    @OptionGroup var period: PeriodOptions
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let user: String
        let consoles: [String]
        let kind: String
        let reference: String
        let sponsor: String
        let from: String
        let to: String
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(
                user: account, consoles: consoles, kind: kind.rawValue, reference: reference, sponsor: sponsor,
                from: period.from.beginText, to: period.to.endText, reason: try why.stated())
            let grant: GrantDocument = try await node.post("grants", body: body)
            if output.json { return try MachineOutput.print(grant) }
            Terminal.print(Message.granted(grant.user, id: grant.id).text)
        }
    }
}

struct GrantEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End a grant before its time.",
        discussion: "Example: gwanmun grant end 7c1d02 --reason \"project closed\"")

    @Argument(help: "The grant, as 'grant list' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            try await node.post("grants", id, "end", body: ReasonBody(reason: try why.stated()))
            try output.done(.grantEnded(id))
        }
    }
}

extension GrantDocument {
    /// How far it has come.
    var stateWords: String {
        if running { return worded("진행 중", "running") }
        if progress == "asked" { return worded("승인 대기", "waits for approvals") }
        if progress == "refused" { return worded("거절됨", "turned down") }
        if endedAt == nil, pausedAt != nil { return worded("일시 정지", "paused") }
        return worded("종료", "not running")
    }
}
