import ArgumentParser

/// `gwanmun session …`: open sessions of a running node.
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Open sessions: who is in, and out they go.",
        subcommands: [SessionListCommand.self, SessionWatchCommand.self, SessionEndCommand.self])
}

struct SessionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List open sessions.",
        discussion: "Example: gwanmun session list --user kim-7f3a")

    @Option(help: "Of this account alone.")
    var user: String?
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let sessions: [SessionDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("sessions", query: user.map { ("user", $0) })
            if output.json { return try MachineOutput.print(answer.sessions) }
            guard !answer.sessions.isEmpty else { return Terminal.print(Message.noSessions.text) }
            SessionTable(sessions: answer.sessions).lines.forEach(Terminal.print)
        }
    }
}

struct SessionEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End a person's sessions, or one session.",
        discussion: """
            Running downloads, streams and WebSockets of it are cut at once.
            Example: gwanmun session end kim-7f3a --reason "laptop stolen"
            """)

    @Argument(help: "The account whose sessions end, all of them.")
    var account: String?
    @Option(help: .init("One session, by its number in 'session list'.", valueName: "session"))
    var id: String?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Ended: Codable {
        let ended: Int
    }

    func validate() throws {
        if (account == nil) == (id == nil) { throw ValidationError("Name an account, or one session with --id.") }
    }

    func run() async throws {
        try await node.talk { node in
            let body = ReasonBody(reason: try why.stated())
            if let id {
                try await node.post("sessions", id, "end", body: body)
                return try output.done(.sessionEnded)
            }
            guard let account else { return }
            let answer: Ended = try await node.post("users", account, "end-sessions", body: body)
            if output.json { return try MachineOutput.print(answer) }
            Terminal.print(Message.sessionsEnded(account, answer.ended).text)
        }
    }
}

/// Open sessions for a terminal.
struct SessionTable {
    let sessions: [SessionDocument]

    var lines: [String] {
        TextTable(
            headings: [.user, .factors, .since, .lastSeen, .expires, .source, .session],
            rows: sessions.map {
                [
                    $0.user, $0.factors.map(\.kind).joined(separator: ", "), $0.createdAt.shownTime,
                    $0.lastSeenAt.shownTime,
                    min($0.expiresAt, $0.idleExpiresAt).shownTime, $0.source ?? "-", $0.id,
                ]
            }
        ).lines
    }
}
