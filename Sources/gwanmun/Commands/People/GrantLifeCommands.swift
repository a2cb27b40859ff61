import ArgumentParser
import GatewayIdentity

/// One grant, and what is ordered of it.
struct GrantChange: ParsableArguments {
    @Argument(help: "As 'grant list' or 'approval list' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions
}

struct GrantShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one grant with all that it is narrowed to, as JSON.",
        discussion: "Example: gwanmun grant show 7c1d02")

    @Argument(help: "The grant, as 'grant list' names it.")
    var id: String
    @OptionGroup var node: NodeOptions

    private struct Answer: Decodable {
        let grants: [GrantDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("grants")
            guard let grant = answer.grants.first(where: { $0.id == id }) else {
                throw CommandFailure("there is no grant '\(id)'", hint: "'gwanmun grant list' shows what there is.")
            }
            try MachineOutput.print(grant)
        }
    }
}

struct GrantRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Ask for a partner grant, narrowed to exact paths, for some time.",
        discussion: """
            Several persons of one partner are voted on together, each with a grant of their own. It runs once every group that the policy
            names has approved it ('gwanmun grant approve'); never by the word of one.
            Example: gwanmun grant request meyer-9a1c --console build --path /p-17/drawings --method GET --zone isolated_vdi \\
                       --kind export_approval --reference MOTIE-2026-0117 --sponsor kim-7f3a \\
                       --from 2026-12-01T09:00:00+09:00 --to 2027-02-01T18:00:00+09:00 --reason "joint project 17"
            """)

    @Argument(help: "The partner's account; several of one organisation may be named.")
    var accounts: [String]
    @Option(name: .customLong("console"), help: "A console of the policy; may be given again.")
    var consoles: [String]
    @Option(name: .customLong("path"), help: "An exact path, without wildcards; may be given again.")
    var paths: [String]
    @Option(name: .customLong("method"), help: "A method; may be given again. Left out: those that the rules leave.")
    var methods: [String] = []
    @Option(help: "The highest grade of a console that it reaches.")
    var ceiling: String?
    @Option(name: .customLong("window"), help: "A window of the policy; may be given again.")
    var windows: [String] = []
    @Option(name: .customLong("country"), help: "Where requests may come from, such as KR; may be given again.")
    var countries: [String] = []
    @Option(name: .customLong("zone"), help: "A zone of the policy; may be given again.")
    var zones: [String] = []
    @Option(name: .customLong("device"), help: "A designated terminal; may be given again.")
    var devices: [String] = []
    @Option(help: "What the permission rests on.")
    var kind: GrantAddCommand.Kind
    @Option(help: "The number of the approval.")
    var reference: String
    @Option(help: "The account of the colleague who answers for the partner.")
    var sponsor: String
    @OptionGroup var period: PeriodOptions
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let grants: [GrantDocument]
    }

    private struct Body: Encodable {
        let users: [String]
        let consoles: [String]
        let kind: String
        let reference: String
        let sponsor: String
        let from: String
        let to: String
        let reason: String
        let paths: [String]
        let methods: [String]?
        let ceiling: String?
        let windows: [String]?
        let countries: [String]?
        let zones: [String]?
        let devices: [String]?
    }

    func run() async throws {
        func given(_ words: [String]) -> [String]? { words.isEmpty ? nil : words }
        try await node.talk { node in
            let body = Body(
                users: accounts, consoles: consoles, kind: kind.rawValue, reference: reference, sponsor: sponsor,
                from: period.from.beginText, to: period.to.endText, reason: try why.stated(), paths: paths,
                methods: given(methods), ceiling: ceiling,
                windows: given(windows), countries: given(countries), zones: given(zones), devices: given(devices))
            let answer: Answer = try await node.post("grants", "requests", body: body)
            if output.json { return try MachineOutput.print(answer.grants) }
            for grant in answer.grants {
                Terminal.print(Message.grantRequested(grant.user, id: grant.request ?? grant.id).text)
            }
        }
    }
}

struct GrantApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a grant that somebody else has asked for.",
        discussion: "Example: gwanmun grant approve 7c1d02 --reason \"export approval seen\"")

    @OptionGroup var change: GrantChange

    func run() async throws { try await ApprovalVerdict.approve.give(on: change) }
}

struct GrantRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Turn a grant down, or take back what you asked for.",
        discussion: "Example: gwanmun grant reject 7c1d02 --reason \"paths too wide\"")

    @OptionGroup var change: GrantChange

    func run() async throws { try await ApprovalVerdict.reject.give(on: change) }
}

struct GrantPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let a grant rest; the partner's sessions end.",
        discussion: "Example: gwanmun grant pause 7c1d02 --reason \"audit of the partner\"")

    @OptionGroup var change: GrantChange

    func run() async throws {
        try await change.node.talk { node in
            try await node.post("grants", change.id, "pause", body: ReasonBody(reason: try change.why.stated()))
            try change.output.done(.grantPaused(change.id))
        }
    }
}

struct GrantResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a paused grant run again, until its end.",
        discussion: "Example: gwanmun grant resume 7c1d02 --reason \"audit passed\"")

    @OptionGroup var change: GrantChange

    func run() async throws {
        try await change.node.talk { node in
            try await node.post("grants", change.id, "resume", body: ReasonBody(reason: try change.why.stated()))
            try change.output.done(.grantResumed(change.id))
        }
    }
}

struct GrantDeletionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deletions", abstract: "List what partners have to destroy, and what was confirmed.",
        discussion: "Every grant that is over is one. Example: gwanmun grant deletions --json")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let deletions: [DeletionTaskDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("grants", "deletions")
            if output.json { return try MachineOutput.print(answer.deletions) }
            guard !answer.deletions.isEmpty else { return Terminal.print(Message.noDeletions.text) }
            TextTable(
                headings: [.grant, .user, .reference, .due, .state],
                rows: answer.deletions.map {
                    [
                        $0.grant, $0.user, $0.reference, $0.due.shownTime,
                        $0.confirmedAt?.shownTime
                            ?? ($0.overdue ? worded("기한 지남", "overdue") : worded("확인 대기", "to be confirmed")),
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct GrantConfirmDeletionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm-deletion", abstract: "Confirm that a partner destroyed what a grant gave them.",
        discussion:
            "The reason says by which document. Example: gwanmun grant confirm-deletion 7c1d02 --reason \"certificate D-17\""
    )

    @OptionGroup var change: GrantChange

    func run() async throws {
        try await change.node.talk { node in
            try await node.post("grants", change.id, "deletion", body: ReasonBody(reason: try change.why.stated()))
            try change.output.done(.deletionConfirmed(change.id))
        }
    }
}
