import ArgumentParser
import GatewaySettings

/// `gwanmun user …`: people of a running node.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People: who there is, what they hold, and every change of it.",
        discussion: """
            A new person, from nothing to the first login:
              gwanmun user request kim-7f3a --role staff --display-name 김하늘 --reason "joined R&D, ticket 41"
              gwanmun user approve 7c1d02 --reason "hiring letter seen"   # by another administrator
              gwanmun user bind-cert kim-7f3a kim.pem --reason "ticket 41"
              gwanmun user reset-factor kim-7f3a --reason "ticket 41"     # prints the enrolment code
            """,
        subcommands: [
            UserListCommand.self, UserShowCommand.self, UserAddCommand.self, UserRolesCommand.self,
            UserBindCertificateCommand.self,
            UserUnbindCertificateCommand.self, UserResetFactorCommand.self, UserDisableCommand.self,
            UserEnableCommand.self, UserUnlockCommand.self, UserContactCommand.self, UserSuspendCommand.self,
            UserResumeCommand.self,
            UserRemoveCommand.self, UserRequestCommand.self, UserRequestsCommand.self, UserApproveCommand.self,
            UserRejectCommand.self, UserReviewsCommand.self, UserReviewCommand.self, UserCheckCommand.self,
            UserOpenCommand.self, UserImportCommand.self,
            UserResetsCommand.self, UserApproveResetCommand.self, UserCancelResetCommand.self,
        ])
}

struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List everybody, or the special-purpose accounts.",
        discussion: "Example: gwanmun user list --special")

    @Flag(
        help: "The list of special-purpose accounts: who holds special roles, for what, and when that was last checked."
    )
    var special = false
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let users: [UserDocument]
    }

    private struct SpecialAnswer: Decodable {
        let specialAccounts: [SpecialAccountDocument]
    }

    func run() async throws {
        try await node.talk { node in
            if special { return try await listSpecial(node) }
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

    private func listSpecial(_ node: NodeClient) async throws {
        let answer: SpecialAnswer = try await node.get("special-accounts")
        if output.json { return try MachineOutput.print(answer.specialAccounts) }
        guard !answer.specialAccounts.isEmpty else { return Terminal.print(Message.noUsers.text) }
        SpecialAccountTable(accounts: answer.specialAccounts).lines.forEach(Terminal.print)
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
        commandName: "add", abstract: "Add a person, or request it where that takes two people.",
        discussion: """
            The name is an identifier that cannot be guessed: 3 to 64 of a-z 0-9 . _ -, beginning with a letter. It is never taken from a certificate.
            Where the site's rule is two_person, this files a request that another administrator approves.
            Example: gwanmun user add kim-7f3a --role staff --display-name 김하늘 --organisation 연구소 --reason "ticket 41"
            """)

    @OptionGroup var person: NewPerson
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let body = try person.body(reason: try why.stated(), at: self.node)
            switch try await node.post("users", body: body) as UserOrRequest {
            case .user(let user):
                if output.json { return try MachineOutput.print(user) }
                Terminal.print(Message.added(user.name).text)
            case .request(let request):
                if output.json { return try MachineOutput.print(request) }
                Terminal.print(Message.requested(request.user, id: request.id).text)
            }
        }
    }
}

/// Somebody to be let in, as commands take them.
struct NewPerson: ParsableArguments {
    enum Use: String, ExpressibleByArgument, CaseIterable {
        case person, shared, service
    }

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
    @Option(
        help:
            "Who stands behind it; for programs see 'gwanmun service'. A shared account takes another administrator's approval at every site."
    )
    var use = Use.person

    struct Body: Encodable {
        let name: String
        let displayName: String
        let roles: [String]
        let organisation: String
        let language: String
        let use: String
        let reason: String
    }

    func validate() throws {
        switch use {
        case .person, .shared: break
        case .service:
            throw ValidationError(
                "--use service: a service has an owner, networks and an end; use 'gwanmun service add'.")
        }
    }

    func body(reason: String, at node: NodeOptions) throws -> Body {
        Body(
            name: name, displayName: displayName ?? name, roles: roles,
            organisation: try organisation ?? node.homeOrganisation(), language: language, use: use.rawValue,
            reason: reason)
    }
}

extension NodeOptions {
    /// Where whoever is added belongs, if nothing else is said.
    func homeOrganisation() throws -> String {
        guard desk == nil, socket == nil else {
            throw CommandFailure(
                .badInput, ["the organisation is not known here"], hint: "Give it with --organisation NAME.")
        }
        let site = try configuration().site
        return site.organisation[site.language]
    }
}

struct UserRolesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Give a person exactly these roles.",
        discussion:
            "What is not named is taken away. Where the site's rule is two_person, adding a role waits for another administrator. Example: gwanmun user roles kim-7f3a --role staff --role auditor --reason \"ticket 52\""
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
            let body = Body(roles: roles, reason: try why.stated())
            guard let request: RequestDocument = try await node.postIfAnswered("users", name, "roles", body: body)
            else { return try output.done(.rolesSet(name, roles)) }
            if output.json { return try MachineOutput.print(request) }
            Terminal.print(Message.requested(name, id: request.id).text)
        }
    }
}
