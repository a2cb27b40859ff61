import ArgumentParser

struct TokenResyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resync",
        abstract: "Set a device right whose clock has drifted or whose button was pressed too often.",
        discussion: """
            Asks for two codes that the device shows one after the other; five tries an hour. Codes are no arguments: others could see them.
            A token goes by its serial number; an app by its account (--user) and its number in 'user show' (--authenticator).
            Example: gwanmun token resync 2308001234 --reason "codes refused, ticket 61"
            """)

    @Argument(help: "The serial number of a token that somebody has.")
    var serial: String?
    @Option(help: "The account that an app belongs to.")
    var user: String?
    @Option(help: "The app, as 'user show' names it.")
    var authenticator: String?
    @Option(
        help: .init(
            "Where the two codes are read from, one a line, '-' for standard input; asked for on a terminal otherwise.",
            valueName: "file"))
    var codesFile: String?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let user: String
        let authenticator: String
        let first: String
        let second: String
        let reason: String
    }

    func validate() throws {
        if (serial == nil) == (user == nil || authenticator == nil) {
            throw ValidationError("Name a token by its serial number, or an app with --user and --authenticator.")
        }
    }

    func run() async throws {
        try await node.talk { node in
            let (user, authenticator) = try await device(node)
            let reason = try why.stated()
            let (first, second) = try CodePairPrompt(file: codesFile).codes()
            try await node.post(
                "tokens", "resync",
                body: Body(user: user, authenticator: authenticator, first: first, second: second, reason: reason))
            try output.done(.tokenSet(serial ?? authenticator))
        }
    }

    private func device(_ node: NodeClient) async throws -> (user: String, authenticator: String) {
        if let serial { return try await TokenStock(node: node).assigned(serial) }
        return (user ?? "", authenticator ?? "")
    }
}

/// Gets two codes, one after the other: from a file, from standard input or from the person.
struct CodePairPrompt {
    /// `-` is standard input; `nil` asks on the terminal.
    let file: String?

    func codes() throws -> (String, String) {
        let lines = try file.map(read)
        let first = try SecondFactorPrompt.checked(lines?.first ?? typed(.askFirstCode))
        let second = try SecondFactorPrompt.checked(lines?.last ?? typed(.askSecondCode))
        return (first, second)
    }

    private func typed(_ question: Message) throws -> String {
        try SecretPrompt(question: question, file: nil, hint: "Give two codes by --codes-file FILE, one a line.").text()
    }

    private func read(_ file: String) throws -> [String] {
        let lines: [String]
        if file == "-" {
            lines = [readLine(), readLine()].compactMap(\.self)
        } else {
            let bytes = try PrivateFile.read(file, limit: 256) ?? []
            lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
        }
        guard lines.count == 2 else {
            throw CommandFailure(
                .badInput, ["\(file): \(lines.count) lines, expected 2: a code each"],
                hint: "Two codes that the device shows one after the other.")
        }
        return lines
    }
}
