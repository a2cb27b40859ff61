import ArgumentParser
import GatewayIdentity

struct UserRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Request an account for somebody; another administrator approves.",
        discussion: """
            Where the site's rule is two_person, 'user add' does the same. A shared account always has to be requested.
            Example: gwanmun user request kim-7f3a --role staff --display-name 김하늘 --reason "joined R&D, ticket 41"
            """)

    @OptionGroup var person: NewPerson
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let body = try person.body(reason: try why.stated(), at: self.node)
            let request: RequestDocument = try await node.post("requests", "account", body: body)
            if output.json { return try MachineOutput.print(request) }
            Terminal.print(Message.requested(request.user, id: request.id).text)
        }
    }
}

struct UserOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Request that an emergency account be opened for one hour.",
        discussion: """
            Another administrator approves. Then the security officer, all security administrators and the account's owner are told at once; the account signs in with its certificate and its security key alone.
            Example: gwanmun user open glass-51c0 --reason "identity provider down, incident 23"
            """)

    @OptionGroup var change: UserChange

    private struct Body: Encodable {
        let name: String
        let reason: String
    }

    func run() async throws {
        try await change.node.talk { node in
            let body = Body(name: change.name, reason: try change.why.stated())
            let request: RequestDocument = try await node.post("requests", "opening", body: body)
            if change.output.json { return try MachineOutput.print(request) }
            Terminal.print(Message.requested(request.user, id: request.id).text)
        }
    }
}

struct UserRequestsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requests", abstract: "List requests that wait for a decision, or all of one account.",
        discussion: "Example: gwanmun user requests --user kim-7f3a")

    @Option(help: "All that were ever made for this account, decided ones too.")
    var user: String?
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let requests: [RequestDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer =
                if let user { try await node.get("users", user, "requests") } else { try await node.get("requests") }
            if output.json { return try MachineOutput.print(answer.requests) }
            guard !answer.requests.isEmpty else { return Terminal.print(Message.noRequests.text) }
            let table = TextTable(
                headings: [.request, .user, .kind, .roles, .applicant, .reason, .until, .state, .by],
                rows: answer.requests.map {
                    [
                        $0.id, $0.user, $0.kind, $0.roles?.joined(separator: ", ") ?? "-", $0.applicant, $0.reason,
                        $0.expiresAt.shownTime, $0.state, $0.decidedBy ?? "-",
                    ]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}

struct UserApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve what another person asked for, and bring it about.",
        discussion: "Example: gwanmun user approve 7c1d02 --reason \"hiring letter seen\"")

    @OptionGroup var decision: RequestDecision

    func run() async throws { try await decision.carryOut("approve") { .approved($0) } }
}

struct UserRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Turn a request down; one's own: take it back.",
        discussion: "Example: gwanmun user reject 7c1d02 --reason \"not needed after all\"")

    @OptionGroup var decision: RequestDecision

    func run() async throws { try await decision.carryOut("reject") { .rejected($0) } }
}

/// What deciding about a request takes.
struct RequestDecision: ParsableArguments {
    @Argument(help: "The request, as 'user requests' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func carryOut(_ decision: String, _ message: (String) -> Message) async throws {
        try await node.talk { node in
            let body = ReasonBody(reason: try why.stated())
            let request: RequestDocument = try await node.post("requests", id, decision, body: body)
            if output.json { return try MachineOutput.print(request) }
            Terminal.print(message(request.user).text)
        }
    }
}
