import ArgumentParser
import GatewayIdentity
import GatewayReview

/// `gwanmun review …`: what is looked at again and again, and signed off.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Periodic reviews: what is due, what is to be looked at, signing it off.",
        subcommands: [
            ReviewListCommand.self, ReviewShowCommand.self, ReviewSignCommand.self, ReviewReportCommand.self,
            ReviewBundleCommand.self, ReviewUnusedCommand.self,
        ])
}

struct ReviewListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List reviews, the latest first.",
        discussion: "Example: gwanmun review list --state overdue")

    enum State: String, CaseIterable, ExpressibleByArgument {
        case open, overdue, signed
    }

    @Option(help: "Only those; 'open' are all that nobody signed.")
    var state: State?
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let reviewTasks: [ReviewTaskDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("review-tasks", query: state.map { ("state", $0.rawValue) })
            if output.json { return try MachineOutput.print(answer.reviewTasks) }
            guard !answer.reviewTasks.isEmpty else { return Terminal.print(Message.noReviewTasks.text) }
            TextTable(
                headings: [.review, .due, .state, .by, .findings],
                rows: answer.reviewTasks.map {
                    [
                        $0.id, $0.dueAt.shownTime, $0.stateWord, $0.signOff?.by ?? "-",
                        $0.signOff.map { "\($0.findingCount)" } ?? "-",
                    ]
                }
            ).lines.forEach(Terminal.print)
        }
    }
}

struct ReviewShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one review: what is to be looked at, the questions, the sign-off.",
        discussion: "Example: gwanmun review show access_records-2026-11 --html > november.html")

    @Argument(help: "As 'review list' names it.")
    var id: String
    @Flag(help: "Print a page to be printed.")
    var html = false
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if html, output.json { throw ValidationError("--html or --json, not both.") }
    }

    func run() async throws {
        try await node.talk { node in
            let task: ReviewTaskDocument = try await node.get("review-tasks", id)
            if output.json { return try MachineOutput.print(task) }
            let sheet = SheetText(task.tables ?? [])
            if html { return Terminal.print(sheet.html(heading: task.heading, facts: task.facts)) }
            Terminal.print(task.heading)
            for (name, value) in task.facts { Terminal.print("\(name): \(value.onOneLine)") }
            for question in task.questions {
                let text = worded(question.ko, question.en)
                let answer =
                    switch question.answer {
                    case "sound": worded("이상 없음", "sound")
                    case "finding": worded("지적", "finding")
                    case let other: other ?? " "
                    }
                Terminal.print("  [\(answer)] \(question.item): \(text)")
            }
            if task.tables == nil { Terminal.print(Message.reviewNotReady.text) }
            sheet.lines.forEach(Terminal.print)
            if let digest = task.digestToSign { Terminal.print("\n" + Message.howToSign(task.id, sheet: digest).text) }
        }
    }
}

extension ReviewTaskDocument {
    /// Of what is to be looked at, where it waits to be signed.
    fileprivate var digestToSign: String? { signOff == nil ? sheetSha256 : nil }

    var heading: String {
        let title = ReviewKind(rawValue: kind)?.title(in: TerminalLanguage.current) ?? kind
        return "\(title) \(period)"
    }

    var stateWord: String {
        switch state {
        case "open": worded("서명 전", "open")
        case "overdue": worded("기한 지남", "overdue")
        case "signed": worded("서명됨", "signed")
        case let other: other
        }
    }

    var facts: [(String, String)] {
        var facts = [
            (worded("기간", "period"), "\(from.shownTime) – \(to.shownTime)"),
            (worded("기한", "due"), dueAt.shownTime), (worded("상태", "state"), stateWord),
            (worded("서명할 수 있는 역할", "signed off by"), signers.joined(separator: ", ")),
        ]
        if let owner { facts.append((worded("담당", "owner"), owner)) }
        if let user { facts.append((worded("계정", "account"), user)) }
        if let sheetSha256 { facts.append((worded("자료 SHA-256", "sheet SHA-256"), sheetSha256)) }
        if let signOff {
            facts += [
                (worded("서명", "signed"), "\(signOff.by) \(signOff.at.shownTime)"),
                (worded("서명한 자료 SHA-256", "signed sheet SHA-256"), signOff.sheetSha256),
                (worded("지적", "findings"), signOff.findings.isEmpty ? "-" : signOff.findings),
            ]
        }
        return facts
    }
}

struct ReviewSignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a review off as you saw it, every question answered.",
        discussion: """
            --sheet names what you looked at, by the SHA-256 that 'review show' and the desk's page tell; where the review holds another sheet by then, nothing is signed.
            Needs --desk: a review is signed with a certificate of one's own, and a second factor proved just now.
            Example: gwanmun review sign access_records-2026-11 --sheet 9f86d081884c7d65… --answer downloads=finding --others-sound \\
                       --findings "two exports without a ticket, see R-88" --reason "monthly review" --desk https://desk.gw.example.kr:9443 --cert me.pem --key me.key
            """)

    @Argument(help: "As 'review list' names it.")
    var id: String
    @Option(
        name: .customLong("answer"),
        help: .init("Of one question: ITEM=sound or ITEM=finding; may be given again.", valueName: "item=answer"))
    var answers: [String] = []
    @Flag(help: "Every question without an answer: nothing found.")
    var othersSound = false
    @Option(
        help: .init(
            "SHA-256 of the sheet that you looked at, as 'review show' tells it. Without it nothing is signed.",
            valueName: "sha256"))
    var sheet: String?
    @Option(help: "What was found, in your own words.")
    var findings: String?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let answers: [String: String]
        let findings: String?
        let sheetSha256: String
        let reason: String
    }

    func validate() throws {
        _ = try given()
        if let sheet, SHA256Digest(hex: sheet) == nil {
            throw ValidationError(
                "--sheet: '\(sheet)' is no SHA-256 of 64 hexadecimal digits, as 'review show' tells it.")
        }
    }

    private func given() throws -> [String: String] {
        var given: [String: String] = [:]
        for answer in answers {
            let parts = answer.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, ReviewVerdict(rawValue: parts[1]) != nil else {
                throw ValidationError("--answer: '\(answer)' is not ITEM=sound or ITEM=finding.")
            }
            guard ReviewItem(rawValue: parts[0]) != nil else {
                throw ValidationError(
                    "--answer: '\(parts[0])' is none of the questions \(ReviewItem.allCases.map(\.rawValue).joined(separator: ", "))."
                )
            }
            given[parts[0]] = parts[1]
        }
        return given
    }

    func run() async throws {
        try await node.talk { node in
            let task: ReviewTaskDocument = try await node.get("review-tasks", id)
            guard let sheet else { throw Self.unseen(task) }
            var answers = try given()
            if othersSound {
                for question in task.questions where answers[question.item] == nil {
                    answers[question.item] = ReviewVerdict.sound.rawValue
                }
            }
            let signed: ReviewTaskDocument = try await node.post(
                "review-tasks", id, "sign",
                body: Body(
                    answers: answers, findings: findings, sheetSha256: sheet, reason: try why.stated()))
            if output.json { return try MachineOutput.print(signed) }
            Terminal.print(
                Message.reviewSigned(
                    signed.id, findings: signed.signOff?.findingCount ?? 0, sheet: signed.signOff?.sheetSha256 ?? sheet
                ).text)
        }
    }

    /// What is signed is what was seen: what the review holds at this moment nobody has looked at.
    private static func unseen(_ task: ReviewTaskDocument) -> CommandFailure {
        if let signOff = task.signOff {
            return CommandFailure(
                worded(
                    "\(task.id): \(signOff.by)님이 이미 서명했습니다. 서명한 자료: \(signOff.sheetSha256)",
                    "\(task.id): signed off already by \(signOff.by), sheet \(signOff.sheetSha256)"),
                hint: "'gwanmun review show \(task.id)' shows what was signed.")
        }
        guard let digest = task.sheetSha256 else {
            return CommandFailure(Message.reviewNotReady.text, hint: "'gwanmun review list' shows how far it is.")
        }
        return CommandFailure(
            .badInput,
            [
                worded(
                    "어느 자료를 보았는지 --sheet로 밝혀야 서명할 수 있습니다. 지금 자료: \(digest)",
                    "nothing is signed without --sheet, which says what you looked at; the review holds \(digest) now")
            ], hint: Message.howToSign(task.id, sheet: digest).text)
    }
}

struct ReviewUnusedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unused",
        abstract: "Show what nobody used in the last 90 days: rules, roles, grants, approvals, people.",
        discussion: """
            As of the node's last look at its records, once a day. A narrower policy is written by 'gwanmun policy unused --propose'.
            Example: gwanmun review unused --json
            """)

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Codable {
        let from: String
        let to: String
        let tables: [ReviewTable]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("unused-rights")
            if output.json { return try MachineOutput.print(answer) }
            Terminal.print("\(answer.from.shownTime) – \(answer.to.shownTime)")
            if let from = RFC3339.parse(answer.from), let to = RFC3339.parse(answer.to),
                to - from < .seconds(ReviewHouse.unusedDays * 86400)
            {
                Terminal.print(UnusedWords.tooShort(answer.from))
            }
            SheetText(answer.tables).lines.forEach(Terminal.print)
        }
    }
}
