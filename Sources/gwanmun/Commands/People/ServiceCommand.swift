import ArgumentParser

/// `gwanmun service …`: programs that come in by their certificates alone, on a running node.
struct ServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Service accounts: programs, by certificate alone, from listed addresses, until a day.",
        discussion: """
            A new service, from nothing to the first request:
              gwanmun service add build-bot-5e --role build_bot --owner kim-7f3a --network 10.20.3.0/28 --until 2027-06-30 --reason "nightly build, ticket 61"
              gwanmun user approve 7c1d02 --reason "seen"                 # by another administrator
              gwanmun user bind-cert build-bot-5e bot.pem --reason "ticket 61"
            Everything else (suspend, remove, bind-cert, review, check) is under 'gwanmun user'.
            """,
        subcommands: [ServiceAddCommand.self, ServiceListCommand.self, ServiceRenewCommand.self])
}

struct ServiceAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a service, or request it where that takes two people.",
        discussion: """
            Its roles are of kind 'service', and the policy's rules name them. It signs in nowhere, has no factors and reaches no classified console.
            Example: gwanmun service add build-bot-5e --role build_bot --owner kim-7f3a --network 10.20.3.0/28 --until 2027-06-30 --reason "ticket 61"
            """)

    @Argument(help: "The account, such as build-bot-5e.")
    var name: String
    @Option(name: .customLong("role"), help: "A role of the policy, of kind 'service'; may be given again.")
    var roles: [String]
    @Option(help: "The account of the person who answers for it. It stops when they leave.")
    var owner: String
    @Option(name: .customLong("network"), help: .init(TermsArguments.networkHelp, valueName: "cidr"))
    var networks: [String]
    @Option(help: .init(TermsArguments.untilHelp, valueName: TimeArgument.valueName), transform: TimeArgument.init)
    var until: TimeArgument
    @Option(help: "What the program is called; the account's name otherwise.")
    var displayName: String?
    @Option(help: "Company or department; the configuration's organisation otherwise.")
    var organisation: String?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let name: String
        let displayName: String
        let roles: [String]
        let organisation: String
        let use = "service"
        let owner: String
        let networks: [String]
        let until: String
        let reason: String
    }

    func validate() throws {
        try TermsArguments.check(networks: networks)
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(
                name: name, displayName: displayName ?? name, roles: roles,
                organisation: try organisation ?? self.node.homeOrganisation(), owner: owner, networks: networks,
                until: until.endText, reason: try why.stated())
            switch try await node.post("users", body: body) as UserOrRequest {
            case .user(let user):
                if output.json { return try MachineOutput.print(user) }
                Terminal.print(Message.serviceAdded(user.name).text)
            case .request(let request):
                if output.json { return try MachineOutput.print(request) }
                Terminal.print(Message.requested(request.user, id: request.id).text)
            }
        }
    }
}

struct ServiceListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List services with their owners, networks, ends and last uses.",
        discussion: "Example: gwanmun service list --json")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let services = try await ServicesDocument.read(from: node).services
            if output.json { return try MachineOutput.print(services) }
            guard !services.isEmpty else { return Terminal.print(Message.noServices.text) }
            let table = TextTable(
                headings: [.name, .roles, .owner, .networks, .until, .state, .lastUsed],
                rows: services.map {
                    [
                        $0.user, $0.roles.joined(separator: ", "), $0.terms?.owner ?? "-",
                        $0.terms?.networks.joined(separator: ", ") ?? "-", $0.terms?.until.shownTime ?? "-",
                        $0.shownState, $0.lastUse?.shownTime ?? "-",
                    ]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}

struct ServiceRenewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew", abstract: "Set another owner, other networks or another end for a service.",
        discussion: """
            What is not given stays as it is. Where adding a role takes two people, this waits for another administrator; connections that run go by the new terms at once.
            Example: gwanmun service renew build-bot-5e --until 2027-12-31 --reason "still builds every night"
            """)

    @Argument(help: "The account.")
    var name: String
    @Option(help: "The account of the person who answers for it from now on.")
    var owner: String?
    @Option(name: .customLong("network"), help: .init(TermsArguments.networkHelp, valueName: "cidr"))
    var networks: [String] = []
    @Option(help: .init(TermsArguments.untilHelp, valueName: TimeArgument.valueName), transform: TimeArgument.init)
    var until: TimeArgument?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let owner: String
        let networks: [String]
        let until: String
        let reason: String
    }

    func validate() throws {
        try TermsArguments.check(networks: networks)
        guard owner != nil || until != nil || !networks.isEmpty else {
            throw ValidationError("Give what is to change: --owner, --network or --until.")
        }
    }

    func run() async throws {
        try await node.talk { node in
            let body = try await self.body(at: node)
            switch try await node.put("users", name, "service", body: body) as TermsOrRequest {
            case .terms(let terms):
                if output.json { return try MachineOutput.print(terms) }
                Terminal.print(Message.serviceRenewed(name, until: terms.until.shownTime).text)
            case .request(let request):
                if output.json { return try MachineOutput.print(request) }
                Terminal.print(Message.requested(request.user, id: request.id).text)
            }
        }
    }

    /// What was given, over what holds now.
    private func body(at node: NodeClient) async throws -> Body {
        let given = until?.endText
        let known = try await ServicesDocument.read(from: node).services.first { $0.user == name }
        guard let owner = owner ?? known?.terms?.owner, let until = given ?? known?.terms?.until,
            let networks = networks.isEmpty ? known?.terms?.networks : networks
        else {
            throw CommandFailure(
                .failed, ["\(name) has no terms that could stay as they are"],
                hint: "Give all of them: --owner, --network and --until. 'gwanmun service list' shows what there is.")
        }
        return Body(owner: owner, networks: networks, until: until, reason: try why.stated())
    }
}

extension ServiceDocument {
    /// A state of a newer node is shown as it is spelled.
    fileprivate var shownState: String {
        switch state {
        case "running": worded("사용 중", "running")
        case "suspended": worded("일시 정지", "suspended")
        case "disabled": worded("사용 정지", "disabled")
        case "no_terms": worded("조건 없음: 접근 거부", "no terms: refused")
        case "ended": worded("기간 종료: 접근 거부", "ended: refused")
        case "owner_left": worded("담당자 없음: 접근 거부", "owner left: refused")
        case _: state
        }
    }
}
