import ArgumentParser

/// `gwanmun token …`: hardware tokens of a running node.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Hardware tokens: taken in, given out, set right, out of use.",
        discussion: """
            From the maker's file to the owner's first code:
              gwanmun token import tokens.xml --container-key transport.key --dry-run
              gwanmun token import tokens.xml --container-key transport.key --reason "delivery 2026-11"
              gwanmun token assign 2308001234 --to kim-7f3a --reason "handed over, identity checked"
            """,
        subcommands: [
            TokenImportCommand.self, TokenListCommand.self, TokenAssignCommand.self, TokenResyncCommand.self,
            TokenRevokeCommand.self,
        ])
}

struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens: in stock, given out, out of use.",
        discussion: "Example: gwanmun token list --state waiting --json")

    enum State: String, ExpressibleByArgument, CaseIterable {
        case waiting, assigned, revoked
    }

    @Option(help: "Those in this state alone: in stock (waiting), given out, or out of use.")
    var state: State?
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let tokens = try await TokenStock(node: node).tokens().filter {
                state == nil || $0.state == state?.rawValue
            }
            if output.json { return try MachineOutput.print(tokens) }
            guard !tokens.isEmpty else { return Terminal.print(Message.noTokens.text) }
            TextTable(
                headings: [.serial, .kind, .manufacturer, .state, .user, .since, .until],
                rows: tokens.map {
                    [
                        $0.serial, $0.kind, $0.manufacturer.onOneLine, $0.state, $0.user ?? "-", $0.since.shownTime,
                        $0.ends?.shownTime ?? "-",
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct TokenAssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Give a token out of the stock to a person.",
        discussion: """
            It counts from the first code that its owner types, within two weeks: at the login, if they have nothing else to log in with, otherwise on their own page.
            With --in-place-of what its owner had before goes out of use for good by that code, and not sooner.
            Example: gwanmun token assign 2308001234 --to kim-7f3a --reason "handed over, identity checked"
            Example: gwanmun token assign 2308001235 --to kim-7f3a --in-place-of 2308001234 --reason "battery at its end"
            """)

    @Argument(help: "The serial number, as it is printed on the token.")
    var serial: String
    @Option(help: "The account.")
    var to: String
    @Option(
        name: .customLong("in-place-of"),
        help: ArgumentHelp(
            "What it replaces once it is confirmed: the serial number of a token, or an authenticator as 'user show' names it.",
            valueName: "authenticator-or-serial"))
    var replaces: String?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let serial: String
        let to: String
        let replaces: String?
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(serial: serial, to: to, replaces: replaces, reason: try why.stated())
            try await node.post("tokens", "assign", body: body)
            try output.done(.tokenAssigned(serial, to: to, inPlaceOf: replaces))
        }
    }
}

struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a token out of use, in the stock or with its owner.",
        discussion: """
            Its seed is destroyed and its owner's sessions end. The same token can be imported again for somebody else.
            Example: gwanmun token revoke 2308001234 --reason "display broken"
            """)

    @Argument(help: "The serial number.")
    var serial: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let serial: String
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            try await node.post("tokens", "revoke", body: Body(serial: serial, reason: try why.stated()))
            try output.done(.tokenRevoked(serial))
        }
    }
}

/// The tokens of a node.
struct TokenStock {
    let node: NodeClient

    private struct Answer: Decodable {
        let tokens: [TokenDocument]
    }

    func tokens() async throws -> [TokenDocument] {
        let answer: Answer = try await node.get("tokens")
        return answer.tokens
    }

    /// - Throws: when nobody has it.
    func assigned(_ serial: String) async throws -> (user: String, authenticator: String) {
        let token = try await tokens().first { $0.serial == serial }
        guard let user = token?.user, let authenticator = token?.authenticator else {
            throw CommandFailure(
                "\(serial): \(token == nil ? "no such token" : "nobody has it")",
                hint: "'gwanmun token list' shows what there is.")
        }
        return (user, authenticator)
    }
}
