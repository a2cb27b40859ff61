import ArgumentParser
import GatewayIdentity

/// `gwanmun approval …`: what rules ask for beside factors, given by several people.
struct ApprovalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approval", abstract: "Approvals that rules ask for.",
        subcommands: [
            ApprovalListCommand.self, ApprovalShowCommand.self, ApprovalRequestCommand.self,
            ApprovalApproveCommand.self,
            ApprovalRejectCommand.self, ApprovalWithdrawCommand.self,
        ])
}

/// What becomes of an approval by one person's word.
enum ApprovalVerdict: String {
    case approve, reject, withdraw

    func give(on change: GrantChange) async throws {
        try await change.node.talk { node in
            let approval: ApprovalDocument = try await node.post(
                "approvals", change.id, rawValue, body: ReasonBody(reason: try change.why.stated()))
            if change.output.json { return try MachineOutput.print(approval) }
            Terminal.print(approval.message.text)
        }
    }
}

extension ApprovalDocument {
    fileprivate var message: Message { .approvalState("\(user) \(name)", id: id, state: state, missing: missing) }
}

struct ApprovalListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List approvals that wait for votes, or all of one person.",
        discussion: "Example: gwanmun approval list --user meyer-9a1c")

    @Option(help: "All of this account, decided or not.")
    var user: String?
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let approvals: [ApprovalDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("approvals", query: user.map { ("user", $0) })
            if output.json { return try MachineOutput.print(answer.approvals) }
            guard !answer.approvals.isEmpty else { return Terminal.print(Message.noApprovals.text) }
            TextTable(
                headings: [.request, .name, .user, .consoles, .applicant, .approver, .from, .to, .state],
                rows: answer.approvals.map {
                    [
                        $0.id, $0.name, $0.user, $0.consoles?.joined(separator: ", ") ?? "*", $0.applicant,
                        $0.votes.map(\.by).joined(separator: ", "), $0.from.shownTime, $0.to.shownTime, $0.state,
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct ApprovalShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one request: who has to approve, who has, and what the grants reach, as JSON.",
        discussion: "Example: gwanmun approval show 3f2a…")

    @Argument(help: "As 'approval list' names it.")
    var id: String
    @OptionGroup var node: NodeOptions

    func run() async throws {
        try await node.talk { node in
            let approval: ApprovalDocument = try await node.get("approvals", id)
            try MachineOutput.print(approval)
        }
    }
}

struct ApprovalRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Ask for an approval, or enter one that nobody votes on.",
        discussion: """
            Pledges, trainings and places in lists, which nobody votes on, hold at once.
            Example: gwanmun approval request lee-90aa two_person --console fab --from 2026-12-01T09:00:00+09:00 \\
                       --to 2026-12-01T12:00:00+09:00 --reason "key rotation"
            """)

    @Argument(help: "Who is to have it.")
    var account: String
    @Argument(help: "Its name in the policy.")
    var name: String
    @Option(name: .customLong("console"), help: "A console of the policy; may be given again. Left out: all.")
    var consoles: [String] = []
    @OptionGroup var period: PeriodOptions
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let user: String
        let name: String
        let consoles: [String]?
        let from: String
        let to: String
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(
                user: account, name: name, consoles: consoles.isEmpty ? nil : consoles,
                from: period.from.beginText, to: period.to.endText,
                reason: try why.stated())
            let approval: ApprovalDocument = try await node.post("approvals", body: body)
            if output.json { return try MachineOutput.print(approval) }
            Terminal.print(approval.message.text)
        }
    }
}

struct ApprovalApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve what somebody else has asked for.",
        discussion: "Example: gwanmun approval approve 3f2a… --reason \"planned work\"")

    @OptionGroup var change: GrantChange

    func run() async throws { try await ApprovalVerdict.approve.give(on: change) }
}

struct ApprovalRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Turn a request down, or take back what you asked for.",
        discussion: "Example: gwanmun approval reject 3f2a… --reason \"no need\"")

    @OptionGroup var change: GrantChange

    func run() async throws { try await ApprovalVerdict.reject.give(on: change) }
}

struct ApprovalWithdrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take back an approval that was given; the person's sessions end.",
        discussion: "Example: gwanmun approval withdraw 3f2a… --reason \"work is done\"")

    @OptionGroup var change: GrantChange

    func run() async throws { try await ApprovalVerdict.withdraw.give(on: change) }
}
