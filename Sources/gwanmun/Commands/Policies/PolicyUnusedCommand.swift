import ArgumentParser
import FoundationEssentials
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewayReview
import GatewaySettings

struct PolicyUnusedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unused",
        abstract: "Find rights of a policy that nobody used, and write a narrower draft.",
        discussion: """
            Reads the audit trail and changes nothing. --propose writes the files of a draft with fewer rights and replays the same records under it: what anybody would notice keeps its right, so that nobody loses real use. The draft then goes the usual way: 'gwanmun policy propose FOLDER'. Whose rights nobody uses, 'gwanmun review unused' tells of a running node.
            Example: gwanmun policy unused /etc/gwanmun/policies --records /var/lib/gwanmun/audit --propose narrower
            """)

    @OptionGroup var policy: PolicyOptions
    @Option(help: .init("The folder of the audit trail.", valueName: "dir"))
    var records: String
    @Option(help: "Of so many days until --until.")
    var days = 90
    @Option(
        help: .init(
            "The end of the days that are looked at, or the last of them; now.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var until: TimeArgument?
    @Option(
        help: .init("Rights that stay, as 'gwanmun policy kept --json' prints them.", valueName: "file"))
    var kept: String?
    @Option(help: .init("Write the narrower draft there: a folder that is empty, or not there.", valueName: "folder"))
    var propose: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...3660).contains(days) else { throw ValidationError("--days is 1 to 3660.") }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let snapshot = try policy.load().snapshot
            let now = until?.end ?? SystemClock.now()
            let period = ReviewPeriod(name: "\(days)d", from: now - .seconds(Int64(days) * 86400), to: now)
            let keeping = try kept.map { try KeptFile.read($0) } ?? []
            let trail = TrailReading(records, from: period.from, to: period.to)
            let sketch = try sketch(of: snapshot.definition, period, trail)
            let unused = UnusedRights(of: snapshot.definition, sketch, people: nil)
            let proposal = try propose.map { folder in
                try NarrowerDraft(
                    policy: policy, trail: trail, sketch: sketch, kept: keeping.filter { $0.holds(at: now) }
                )
                .write(to: folder)
            }
            let answer = Answer(period, sketch, unused.tables(kept: keeping, at: now), proposal)
            if output.json { return try MachineOutput.print(answer) }
            Terminal.print(answer.summary)
            SheetText(unused.tables(kept: keeping, at: now)).lines.forEach(Terminal.print)
            proposal?.lines.forEach(Terminal.print)
        }
    }

    private func sketch(of definition: PolicyDefinition, _ period: ReviewPeriod, _ trail: TrailReading) throws
        -> UsageSketch
    {
        var sketch = UsageSketch(of: definition, over: period)
        var progress = ReplayProgress()
        try trail.forEachLine { line in
            sketch.take(line)
            progress.tick()
            return .next
        }
        progress.end()
        return sketch
    }

    private struct Answer: Encodable {
        let from: String
        let to: String
        /// Where the trail begins later than the days that were asked for.
        let recordsBegin: String?
        let decisions: Int
        /// By rules that this policy does not have.
        let strangers: Int
        let tables: [ReviewTable]
        let proposal: NarrowerDraft.Outcome?

        init(
            _ period: ReviewPeriod, _ sketch: UsageSketch, _ tables: [ReviewSheet.Table],
            _ proposal: NarrowerDraft.Outcome?
        ) {
            from = RFC3339.string(period.from)
            to = RFC3339.string(period.to)
            recordsBegin = sketch.seen.from == period.from ? nil : RFC3339.string(sketch.seen.from)
            decisions = sketch.decisions
            strangers = sketch.strangers
            self.tables = tables.map(ReviewTable.init)
            self.proposal = proposal
        }

        var summary: String {
            let counted = worded(
                "\(from.shownTime) – \(to.shownTime): 허용되거나 추가 인증을 요구한 판단 \(decisions)건"
                    + (strangers > 0 ? ", 그중 \(strangers)건은 이 정책에 없는 규칙" : ""),
                "\(from.shownTime) – \(to.shownTime): \(decisions) decisions that permitted or asked for a factor"
                    + (strangers > 0 ? ", \(strangers) of them by rules that this policy does not have" : ""))
            return ([counted] + [recordsBegin.map(UnusedWords.tooShort)].compactMap(\.self)).joined(separator: "\n")
        }
    }
}

enum UnusedWords {
    /// Said where the records do not reach back as far as was asked: a right that is used once a quarter looks unused then.
    static func tooShort(_ begin: String) -> String {
        worded(
            "주의: 기록이 \(begin.shownTime)에 시작됩니다. 그전에 사용했는지는 알 수 없습니다.",
            "Note: the records begin \(begin.shownTime); what was used before that nobody knows.")
    }
}

/// `gwanmun policy kept --json`, read back.
private enum KeptFile {
    static func read(_ path: String) throws -> [KeptRight] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.badInput, ["--kept: \(path) cannot be read"])
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode([KeptRightDocument].self, from: data).map { kept in
                guard let at = RFC3339.parse(kept.at), let until = RFC3339.parse(kept.until),
                    UnusedRight.isName(kept.right)
                else { throw CocoaError(.propertyListReadCorrupt) }
                return KeptRight(
                    right: kept.right, reason: kept.reason, by: AccountName(stored: kept.by), at: at, until: until)
            }
        } catch {
            throw CommandFailure(
                .badInput, ["--kept: \(path) is not what 'gwanmun policy kept --json' prints"],
                hint: "gwanmun policy kept --json > kept.json")
        }
    }
}
