import ArgumentParser
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

struct IncidentSnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Keep the records of a window, who was there, and a draft of the report.",
        discussion: """
            Makes a folder: records/ (an export with proof of every record of the window), people.csv, status.json when the node runs, report.ko.md and \
            report.en.md to be completed by people, and manifest.json, signed with the key of checkpoints. 'gwanmun incident check' verifies it by itself. Reads \
            the files on the node's machine, as its user, and leaves no record. Stops nobody: 'gwanmun lock add' and 'gwanmun grant pause' do.
            Example: gwanmun incident snapshot --from 2026-11-20 --to 2026-11-20 --output incident-7
            """)

    @OptionGroup var period: PeriodOptions
    @Option(help: .init("The folder to make.", valueName: "folder"))
    var output: String
    @Option(
        help: .init(
            "To whom it is reported. May be given several times; the ministry of industry and the NIS otherwise.",
            valueName: "name"))
    var agency: [String] = []
    @Option(help: .init("The node's configuration.", valueName: "file"))
    var config = NodeOptions.usualConfiguration

    /// Both names of the ministry: it has changed its own (October 2025).
    private static let usualAgencies = [
        "산업통상부(산업통상자원부) / Ministry of Trade and Industry", "국가정보원 / National Intelligence Service",
    ]

    func run() async throws {
        try await CommandFailure.reporting {
            let configuration = try NodeMaterial.readConfiguration(config)
            let now = SystemClock.now()
            let key = try await EvidenceKey.open(configuration)
            let policy = ConfigurationSurvey(configuration, at: now).policy?.snapshot
            var folder = try SignedFolder(output)
            let window = try IncidentWindow(
                of: configuration.places.audit, from: period.begin, to: period.end, into: output + "/records",
                by: key, at: now)
            try folder.adopt("records")
            let report = IncidentReport(
                site: configuration.site, agencies: agency.isEmpty ? Self.usualAgencies : agency, from: period.begin,
                to: period.end, policy: policy.map { "\($0.profile.rawValue) \($0.sha256.hex)" } ?? "-", window: window)
            try folder.write(window.peopleCSV, as: "people.csv")
            try folder.write(report.text(in: .korean), as: "report.ko.md")
            try folder.write(report.text(in: .english), as: "report.en.md")
            let node = NodeClient(configuration.places.controlSocket)
            if await node.isRunning {
                let status: StatusDocument = try await node.get("status")
                try folder.write(try SignedFolder.json(status) + "\n", as: "status.json")
            }
            try folder.sign(IncidentReport.format, by: key, at: now)
            Terminal.print(
                worded(
                    "\(output): 기록 \(window.records)건, 계정 \(window.people.count)개",
                    "\(output): \(window.records) records, \(window.people.count) accounts"))
        }
    }
}
