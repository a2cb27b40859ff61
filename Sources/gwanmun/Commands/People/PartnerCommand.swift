import ArgumentParser

/// `gwanmun partner …`: partner organisations as a whole.
struct PartnerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partner", abstract: "Partner organisations.",
        subcommands: [PartnerListCommand.self, PartnerOffBoardCommand.self])
}

struct PartnerListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List partner organisations and their people.",
        discussion: "Example: gwanmun partner list")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let partners: [PartnerDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("partners")
            if output.json { return try MachineOutput.print(answer.partners) }
            guard !answer.partners.isEmpty else { return Terminal.print(Message.noPartners.text) }
            TextTable(
                headings: [.organisation, .users],
                rows: answer.partners.map { [$0.organisation, $0.users.joined(separator: ", ")] }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct PartnerOffBoardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "off-board", abstract: "Shut a whole partner organisation out, and report what was taken.",
        discussion: """
            Sessions and grants end, certificates are unbound, factors revoked, accounts disabled. There is no way back but to begin anew.
            Example: gwanmun partner off-board "Meyer Optik GmbH" --reason "contract ended"
            """)

    @Argument(help: "As 'partner list' names it.")
    var organisation: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let organisation: String
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let report: OffBoardingDocument = try await node.post(
                "partners", "off-board", body: Body(organisation: organisation, reason: try why.stated()))
            if output.json { return try MachineOutput.print(report) }
            Terminal.print("\(report.organisation), \(report.at.shownTime)".onOneLine)
            TextTable(
                headings: [.user, .sessions, .grants, .binding, .factors, .due],
                rows: report.people.map {
                    [
                        $0.user, String($0.sessionsEnded), $0.grantsEnded.joined(separator: ", "),
                        String($0.certificatesUnbound.count), String($0.factorsRevoked),
                        $0.deletionTasks.joined(separator: ", "),
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}
