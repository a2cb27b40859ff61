import ArgumentParser

/// `gwanmun measure …`: alarms of watch rules and what was done about them.
struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Alarms of the policy's watch rules, and what was done about them.",
        subcommands: [
            MeasureListCommand.self, MeasureShowCommand.self, MeasureLiftCommand.self, MeasureDrillCommand.self,
        ])
}

struct MeasureListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List alarms and measures, newest first.",
        discussion: "Example: gwanmun measure list --all")

    @Flag(help: "Those that were lifted, too.")
    var all = false
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let measures: [MeasureDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("measures", query: ("lifted", all ? "yes" : "no"))
            if output.json { return try MachineOutput.print(answer.measures) }
            guard !answer.measures.isEmpty else {
                return Terminal.print(
                    worded(
                        "진행 중인 경보나 조치가 없습니다. 해제된 것까지 보려면: --all",
                        "No alarm is open, and no measure holds. Those that were lifted: --all"))
            }
            let table = TextTable(
                headings: [.measure, .since, .user, .rule, .observed, .limit, .step, .owner],
                rows: answer.measures.map { measure in
                    [
                        measure.id, measure.at.shownTime, measure.user, measure.rule, measure.observed, measure.limit,
                        measure.step + measure.mark, measure.owner ?? "-",
                    ]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}

extension MeasureDocument {
    fileprivate var mark: String {
        if drill { return worded(" (훈련)", " (drill)") }
        return liftedAt == nil ? "" : worded(" (해제됨)", " (lifted)")
    }

    /// The rule, what it saw, what it allows, by which records, and what was done.
    fileprivate var lines: [String] {
        var lines = [
            "\(id)\(mark)", worded("규칙: \(rule) (\(kind))", "rule: \(rule) (\(kind))"),
            worded("사용자: \(user)", "person: \(user)"), worded("시각: \(at.shownTime)", "time: \(at.shownTime)"),
            worded("감지: \(observed)", "seen: \(observed)"), worded("기준: \(limit)", "limit: \(limit)"),
            worded("조치: \(step)", "measure: \(step)"), worded("심각도: \(severity)", "severity: \(severity)"),
            worded("담당자: \(owner ?? "-")", "owner: \(owner ?? "-")"),
            worded("종료한 세션: \(sessionsEnded)", "sessions ended: \(sessionsEnded)"),
        ]
        if !grantsPaused.isEmpty {
            let list = grantsPaused.joined(separator: " ")
            lines.append(worded("멈춘 허가: \(list)", "grants paused: \(list)"))
        }
        if !grantsFoundPaused.isEmpty {
            let list = grantsFoundPaused.joined(separator: " ")
            lines.append(worded("이미 멈춰 있던 허가: \(list)", "grants paused already: \(list)"))
        }
        if !locks.isEmpty {
            let list = locks.joined(separator: " ")
            lines.append(worded("건 잠금: \(list)", "locks: \(list)"))
        }
        lines += grounds.map { worded("근거 기록: \($0)", "record: \($0)") }
        if let liftedAt, let liftedBy, let liftReason {
            lines.append(
                worded(
                    "해제: \(liftedAt.shownTime), \(liftedBy), \(liftReason.onOneLine)",
                    "lifted: \(liftedAt.shownTime) by \(liftedBy): \(liftReason.onOneLine)"))
        }
        return lines
    }
}

struct MeasureShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one: which rule, what it saw and allows, by which records, what was done.",
        discussion: "Example: gwanmun measure show 0c1f2e")

    @Argument(help: "The measure, as 'measure list' names it.")
    var id: String
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let measure: MeasureDocument = try await node.get("measures", id)
            if output.json { return try MachineOutput.print(measure) }
            measure.lines.forEach(Terminal.print)
        }
    }
}

struct MeasureLiftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lift", abstract: "Undo what a measure did, and nothing else.",
        discussion: """
            Grants that it paused go on, locks that it set are lifted. Not by the person concerned, nor by whoever answers for them.
            Example: gwanmun measure lift 0c1f2e --reason "checked with Meyer: bulk export agreed for today"
            """)

    @Argument(help: "The measure, as 'measure list' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            try await node.post("measures", id, "lift", body: ReasonBody(reason: try why.stated()))
            try output.done(.measureLifted(id))
        }
    }
}

struct MeasureDrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Raise an alarm that is marked as a drill everywhere, to see whether it arrives.",
        discussion: """
            It is recorded, kept and told of as an alarm is, and nothing is restricted.
            Example: gwanmun measure drill --rule partner-objects --person meyer-1f2e --reason "quarterly drill"
            """)

    @Option(help: "The watch rule.")
    var rule: String
    @Option(help: "About whom.")
    var person: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let rule: String
        let user: String
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let measure: MeasureDocument = try await node.post(
                "measures", body: Body(rule: rule, user: person, reason: try why.stated()))
            if output.json { return try MachineOutput.print(measure) }
            Terminal.print(Message.drilled(measure.id).text)
        }
    }
}
