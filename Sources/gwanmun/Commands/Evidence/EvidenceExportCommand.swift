import ArgumentParser
import GatewayAuditFile
import GatewayEvidence
import GatewayIdentity
import GatewaySettings

struct EvidenceExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write down, signed, what shows each clause, and where nothing does.",
        discussion: """
            Makes a folder: index.ko.html and index.en.html to read and print, evidence.json, clauses.csv, counts.csv, reports.csv, reviews.csv, and manifest.json, signed with the key of \
            checkpoints. 'gwanmun evidence check' verifies it by itself. It certifies nothing. Reads configuration, policy, the register of reports in the store and the trail's files on the node's \
            machine, as its user; needs no running node, and leaves no record.
            Example: gwanmun evidence export --profile nct-2025-04 --from 2026-11-01 --to 2026-11-30 --output november
            """)

    @Option(help: .init("The set of clauses: a name, or a file of one's own.", valueName: "name|file.yaml"))
    var profile = "nct-2025-04"
    @OptionGroup var period: PeriodOptions
    @Option(help: .init("The folder to make.", valueName: "folder"))
    var output: String
    @Option(help: .init("The node's configuration.", valueName: "file"))
    var config = NodeOptions.usualConfiguration
    @Argument(help: .init("The folder of the segments; the configuration's otherwise.", valueName: "dir"))
    var folder: String?

    func run() async throws {
        try await CommandFailure.reporting {
            let clauses = try Self.read(profile)
            let configuration = try NodeMaterial.readConfiguration(config)
            let now = SystemClock.now()
            let policy = ConfigurationSurvey(configuration, at: now).policy?.snapshot
            let key = try await EvidenceKey.open(configuration)
            let register = EvidenceRegisterFacts(configuration.places.store, policy).evidence(
                from: period.begin, to: period.end, at: now)
            let trail = try EvidenceTrail(
                folder ?? configuration.places.audit, from: period.begin, to: period.end, readSince: register.begin,
                against: CheckpointWitnesses(configuration, key: key.publicKey, at: now))
            let organisation = configuration.site.organisation
            let report = EvidenceReport(
                clauses, organisation: Bilingual(ko: organisation.korean, en: organisation.english), madeAt: now,
                from: period.begin, to: period.end, settings: EvidenceFacts(configuration, policy).all,
                tally: trail.tally,
                chain: trail.chain,
                exceptions: policy.map { EvidencePolicyFacts($0).exceptions(from: period.begin, to: period.end) } ?? [],
                register: register)
            var files = try SignedFolder(output)
            try files.write(EvidencePage(report, in: .korean).html, as: "index.ko.html")
            try files.write(EvidencePage(report, in: .english).html, as: "index.en.html")
            try files.write(try SignedFolder.json(report) + "\n", as: "evidence.json")
            try files.write(report.clausesCSV, as: "clauses.csv")
            try files.write(report.countsCSV, as: "counts.csv")
            try files.write(report.reportsCSV, as: "reports.csv")
            try files.write(report.reviewsCSV, as: "reviews.csv")
            try files.sign(EvidenceReport.format, by: key, at: now)
            Terminal.print(
                worded(
                    "\(output): 조항 \(report.clauses.count)개, 증거가 없는 조항 \(report.missing)개",
                    "\(output): \(report.clauses.count) clauses, \(report.missing) without evidence"))
        }
    }

    private static func read(_ name: String) throws -> EvidenceProfile {
        do {
            if let own = EvidenceProfiles.files.first(where: { $0.name == name }) {
                return try EvidenceProfileFile.read(SettingsFile(name: own.name + ".yaml", text: own.text))
            }
            guard name.hasSuffix(".yaml") else {
                throw CommandFailure(
                    .badInput, ["--profile: '\(name)' is not known"],
                    hint:
                        "Known: \(EvidenceProfiles.files.map(\.name).joined(separator: ", ")); or a file that ends in .yaml."
                )
            }
            return try EvidenceProfileFile.read(path: name)
        } catch let problems as SettingsProblems {
            throw CommandFailure(
                .badInput, problems.all.map(\.description), hint: "docs/evidence.md says what a profile may hold.")
        }
    }
}
