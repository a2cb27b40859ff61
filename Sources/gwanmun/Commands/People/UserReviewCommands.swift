import ArgumentParser

struct UserReviewsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reviews", abstract: "The review of rights: whose is due, and when each was last signed off.",
        discussion: "Example: gwanmun user reviews --due")

    @Flag(help: "Only those whose time has come.")
    var due = false
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let reviews: [ReviewDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("reviews", query: due ? ("due", "true") : nil)
            if output.json { return try MachineOutput.print(answer.reviews) }
            guard !answer.reviews.isEmpty else { return Terminal.print(Message.noReviews.text) }
            let table = TextTable(
                headings: [.user, .roles, .organisation, .lastUsed, .reviewed, .by, .due],
                rows: answer.reviews.map {
                    [
                        $0.user, $0.roles.joined(separator: ", "), $0.organisation, $0.lastUse?.shownTime ?? "-",
                        $0.reviewedAt?.shownTime ?? "-", $0.reviewedBy ?? "-", $0.dueAt.shownTime,
                    ]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}

struct UserReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Sign off that a person still needs the rights they hold.",
        discussion:
            "Nobody reviews themselves. Example: gwanmun user review kim-7f3a --reason \"still on project 17\"")

    @OptionGroup var change: UserChange

    func run() async throws { try await change.carryOut("review", .reviewed(change.name)) }
}

struct UserCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Sign off the quarterly check of a special-purpose account.",
        discussion: "Example: gwanmun user check choi-51be --reason \"still runs the clusters\"")

    @OptionGroup var change: UserChange

    func run() async throws { try await change.carryOut("check", .checked(change.name)) }
}

/// The list of special-purpose accounts, for a terminal.
struct SpecialAccountTable {
    let accounts: [SpecialAccountDocument]

    var lines: [String] {
        TextTable(
            headings: [.name, .roles, .state, .purpose, .approver, .since, .checked, .due],
            rows: accounts.map {
                [
                    $0.user, $0.roles.joined(separator: ", "),
                    $0.openUntil.map { worded("\($0.shownTime)까지 열림", "open until \($0.shownTime)") } ?? $0.state,
                    $0.purpose ?? worded("목록에 없음: 접근 거부", "not in the list: refused"), $0.listedBy ?? "-",
                    $0.listedAt?.shownTime ?? "-", $0.checkedAt?.shownTime ?? "-", $0.checkDueAt.shownTime,
                ]
            }
        ).lines
    }
}
