import ArgumentParser
import GatewaySettings

/// `gwanmun user …`: people of a running node.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People: who there is, what they hold, and every change of it.",
        discussion: """
            A new person, from nothing to the first login:
              gwanmun user add kim-7f3a --role staff --display-name 김하늘 --reason "joined R&D, ticket 41"
              gwanmun user bind-cert kim-7f3a kim.pem --reason "ticket 41"
              gwanmun user reset-factor kim-7f3a --reason "ticket 41"     # prints the enrolment code
            """,
        subcommands: [
            UserListCommand.self, UserShowCommand.self, UserAddCommand.self, UserRolesCommand.self,
            UserBindCertificateCommand.self,
            UserUnbindCertificateCommand.self, UserResetFactorCommand.self, UserDisableCommand.self,
            UserEnableCommand.self, UserUnlockCommand.self,
        ])
}

struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List everybody.",
        discussion: "Example: gwanmun user list --config gwanmun.yaml --json")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let users: [UserDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("users")
            if output.json { return try MachineOutput.print(answer.users) }
            guard !answer.users.isEmpty else { return Terminal.print(Message.noUsers.text) }
            let table = TextTable(
                headings: [.name, .displayName, .roles, .organisation, .state],
                rows: answer.users.map {
                    [$0.name, $0.displayName, $0.roles.joined(separator: ", "), $0.organisation, $0.state]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}

struct UserShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one person: bindings, factors, locks, grants, sessions.",
        discussion: "Example: gwanmun user show kim-7f3a")

    @Argument(help: "The account.")
    var name: String
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let details: UserDetailsDocument = try await node.get("users", name)
            if output.json { return try MachineOutput.print(details) }
            UserCard(details: details).lines.forEach(Terminal.print)
        }
    }
}

struct UserAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a person.",
        discussion: """
            The name is an identifier that cannot be guessed: 3 to 64 of a-z 0-9 . _ -, beginning with a letter. It is never taken from a certificate.
            Example: gwanmun user add kim-7f3a --role staff --display-name 김하늘 --organisation 연구소 --reason "ticket 41"
            """)

    @Argument(help: "The account, such as kim-7f3a.")
    var name: String
    @Option(name: .customLong("role"), help: "A role of the policy; may be given again.")
    var roles: [String] = []
    @Option(help: "The person's name as pages show it; the account's otherwise.")
    var displayName: String?
    @Option(help: "Company or department; the configuration's organisation otherwise.")
    var organisation: String?
    @Option(help: "Language of pages and notices: ko or en.")
    var language = "ko"
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let name: String
        let displayName: String
        let roles: [String]
        let organisation: String
        let language: String
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(
                name: name, displayName: displayName ?? name, roles: roles, organisation: try ownOrganisation(),
                language: language,
                reason: try why.stated())
            let user: UserDocument = try await node.post("users", body: body)
            if output.json { return try MachineOutput.print(user) }
            Terminal.print(Message.added(user.name).text)
        }
    }

    private func ownOrganisation() throws -> String {
        if let organisation { return organisation }
        guard node.desk == nil, node.socket == nil else {
            throw CommandFailure(
                .badInput, ["the person's organisation is not known here"], hint: "Give it with --organisation NAME.")
        }
        let site = try node.configuration().site
        return site.organisation[site.language]
    }
}

struct UserRolesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Give a person exactly these roles.",
        discussion:
            "What is not named is taken away. Example: gwanmun user roles kim-7f3a --role staff --role auditor --reason \"ticket 52\""
    )

    @Argument(help: "The account.")
    var name: String
    @Option(name: .customLong("role"), help: "A role of the policy; may be given again.")
    var roles: [String]
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let roles: [String]
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            try await node.post("users", name, "roles", body: Body(roles: roles, reason: try why.stated()))
            try output.done(.rolesSet(name, roles))
        }
    }
}
