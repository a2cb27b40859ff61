import ArgumentParser
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewaySettings

struct PolicyReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Answer recorded requests by a draft: who would gain what, who would lose what.",
        discussion: """
            Reads the audit trail and changes nothing. Without --base the draft is held against what was answered then; with --base against what that policy answers to the same requests. With --people it also asks for everybody at every console. Exit 0 when it is done, whatever it found; --fail-on makes differences an exit 1.
            Example: gwanmun policy replay drafts/december --records /var/lib/gwanmun/audit --from 2026-11-01
                     gwanmun policy replay new --base old --records audit --people people.json --fail-on lost
            """)

    enum FailOn: String, CaseIterable, ExpressibleByArgument {
        case lost, gained, any
    }

    @OptionGroup var policy: PolicyOptions
    @Option(help: .init("The folder of the audit trail.", valueName: "dir"))
    var records: String
    @Option(help: .init("The policy that the draft is held against, instead of what is recorded.", valueName: "dir"))
    var base: String?
    @Option(
        help: .init(
            "Everybody: a list as 'user list --json' prints it, a roster (.csv), or 'node' for the running node that --config names. Needs --base or --config.",
            valueName: "file"))
    var people: String?
    @Option(
        help: .init(
            "Only decisions from then on; of a day (in Korea), its beginning.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var from: TimeArgument?
    @Option(
        help: .init("Only decisions before then; of a day, its end.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var to: TimeArgument?
    @Option(help: "Requests that each group names, of each kind.")
    var examples = Replay.usualExamples
    @Option(help: "Exit 1 when something is lost, gained, or different in any way or undecidable.")
    var failOn: FailOn?
    @Flag(help: "Print the groups as CSV.")
    var csv = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...100).contains(examples) else { throw ValidationError("--examples is 0 to 100.") }
        if csv, output.json { throw ValidationError("--csv or --json, not both.") }
        if people != nil, base == nil, policy.config == nil {
            throw ValidationError(
                "--people needs a policy to hold the draft against: --base, or --config for the one in force.")
        }
        if people == "node", policy.config == nil { throw ValidationError("--people node needs --config.") }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let draft = try policy.load().snapshot
            let against = try base.map { try policy.load($0).snapshot }
            let trail = TrailReading(records, from: from?.begin, to: to?.end)
            let state = try trail.state()
            let report = try replayed(draft, against, trail)
            let result = ReplayResult(
                trail: state, replay: report,
                population: try await population(draft, against, at: report.tally.last?.at))
            try result.print(as: output.json ? .json : csv ? .csv : .text)
            try refuse(result)
        }
    }

    private func replayed(_ draft: PolicySnapshot, _ against: PolicySnapshot?, _ trail: TrailReading) throws
        -> ReplayReport
    {
        var replay = Replay(of: draft, against: against.map(Replay.Base.policy) ?? .recorded, examples: examples)
        var progress = ReplayProgress()
        try trail.forEach { reading in
            replay.take(reading)
            progress.tick()
            return .next
        }
        progress.end()
        return replay.report()
    }

    /// - Parameter time: of the last decision, so that the same trail gives the same matrix.
    private func population(_ draft: PolicySnapshot, _ against: PolicySnapshot?, at time: UnixTime?) async throws
        -> PopulationReport?
    {
        guard let people else { return nil }
        let everybody = try await everybody(people)
        let base = try against ?? policy.inForce()
        return PopulationMatrix(draft: draft, base: base, at: time ?? SystemClock.now()).report(on: everybody)
    }

    private func everybody(_ people: String) async throws -> [Person] {
        guard people == "node" else { return try PeopleFile.read(people) }
        let configuration = try NodeMaterial.readConfiguration(policy.config ?? NodeOptions.usualConfiguration)
        return try await PeopleOfNode.read(NodeClient(configuration.places.controlSocket))
    }

    private func refuse(_ result: ReplayResult) throws {
        guard let failOn, result.fails(failOn) else { return }
        throw CommandFailure(
            worded(
                "초안이 결과를 바꿉니다(--fail-on \(failOn.rawValue)).",
                "the draft makes a difference (--fail-on \(failOn.rawValue))"),
            hint: "'gwanmun policy explain DRAFT --request ID --records DIR' shows the work for one request.")
    }
}
