import ArgumentParser

struct PolicyHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List all versions of the policy, the one in force first.",
        discussion: "Who wrote each, who approved it, and why. Example: gwanmun policy history")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let versions: [PolicyVersionDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("policy", "versions")
            if output.json { return try MachineOutput.print(answer.versions) }
            TextTable(
                headings: [.version, .kind, .since, .author, .approver, .reason, .until, .policy],
                rows: answer.versions.map {
                    [
                        String($0.version), $0.cause, $0.at.shownTime, $0.hands, $0.standsBehind,
                        $0.reason, $0.until?.shownTime ?? "-", String($0.policySha256.prefix(12)),
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct PolicyShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one version of the policy, and what changed by it.",
        discussion: "Example: gwanmun policy show 7 --since 3 --to /tmp/policy-7")

    @Argument(help: "The version, as 'policy history' numbers it.")
    var version: Int
    @Option(help: .init("Put its files there.", valueName: "dir"))
    var to: String?
    @Option(help: .init("Beside which version; the one before it otherwise.", valueName: "version"))
    var since: Int?
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Changes: Decodable {
        let changes: [PolicyChangeDocument]
    }

    private struct Answer: Encodable {
        let version: PolicyVersionDocument
        let since: Int?
        let changes: [PolicyChangeDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let shown: PolicyVersionDocument = try await node.get("policy", "versions", String(version))
            let base = since ?? (version > 1 ? version - 1 : nil)
            var changes: [PolicyChangeDocument] = []
            if let base {
                let answer: Changes = try await node.get(
                    "policy", "versions", String(version), "changes", query: ("since", String(base)))
                changes = answer.changes
            }
            if let to { try PolicyFolderWriting.write(shown.files, to: to) }
            if output.json { return try MachineOutput.print(Answer(version: shown, since: base, changes: changes)) }
            TextTable.facts(
                [
                    (.version, String(shown.version)), (.kind, shown.cause), (.since, shown.at.shownTime),
                    (.author, shown.hands), (.approver, shown.standsBehind),
                    (.reason, shown.reason), (.policy, shown.policySha256),
                ]
            ).forEach(Terminal.print)
            for line in changes.flatMap(\.lines) { Terminal.print("  " + line.onOneLine) }
        }
    }
}

struct PolicyEmergencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emergency", abstract: "Take files into use at once, alone, for some hours.",
        discussion: """
            Every security administrator and the officer are told. If nobody else ratifies it in time, the version before comes back by itself.
            Example: gwanmun policy emergency ./policies --hours 2 --reason "incident 23: partners out" --desk …
            """)

    @OptionGroup var source: PolicyFolderArgument
    @Option(help: .init("How long, at most what the site allows.", valueName: "number"))
    var hours: Int
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let files: [String: String]
        let hours: Int
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let version: PolicyVersionDocument = try await node.post(
                "policy", "emergency",
                body: Body(files: try source.texts(), hours: hours, reason: try why.stated()))
            if output.json { return try MachineOutput.print(version) }
            Terminal.print(Message.policyEmergency(version.version, until: version.until?.shownTime ?? "").text)
        }
    }
}

struct PolicyRatifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratify", abstract: "Stand behind somebody else's emergency change, so that it stays.",
        discussion: "Example: gwanmun policy ratify 8 --reason \"still needed until Friday\" --desk …")

    @Argument(help: "The version, as 'policy history' numbers it.")
    var version: Int
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let ratified: PolicyVersionDocument = try await node.post(
                "policy", "versions", String(version), "ratify", body: ReasonBody(reason: try why.stated()))
            if output.json { return try MachineOutput.print(ratified) }
            Terminal.print(Message.policyRatified(ratified.version).text)
        }
    }
}
