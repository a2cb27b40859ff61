import ArgumentParser
import GatewayAuditFile
import GatewayIdentity
import GatewayReview
import GatewaySettings

struct ReviewBundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Write the records of a provider's support out, for whoever approved it.",
        discussion: """
            records.jsonl has every record of that person in that time, byte for byte as the trail has it; manifest.json counts them. Runs on the node, which has the trail.
            Example: gwanmun review bundle log_bundle-3f2a… --output support-3f2a --config /etc/gwanmun/gwanmun.yaml
            """)

    @Argument(help: "As 'review list' names it.")
    var id: String
    @Option(help: .init("A folder that is empty, or not there.", valueName: "folder"))
    var output: String
    @OptionGroup var node: NodeOptions

    func run() async throws {
        let audit = { try node.configuration().places.audit }
        try await node.talk { node in
            let task: ReviewTaskDocument = try await node.get("review-tasks", id)
            guard task.kind == ReviewKind.logBundle.rawValue, let user = task.user,
                let from = RFC3339.parse(task.from), let to = RFC3339.parse(task.to)
            else {
                throw CommandFailure(
                    .badInput, ["'\(id)' is no bundle of records"],
                    hint: "'gwanmun review list' names those that are: log_bundle-….")
            }
            let folder = try OutputFolder(output)
            let period = ReviewPeriod(name: task.period, from: from, to: to)
            let sheet = try Self.write(period, of: AccountName(stored: user), from: audit(), into: folder)
            try folder.write(sheet.canonicalText + "\n", as: "manifest.json")
            if let told = task.sheetSha256, told != sheet.sha256.hex {
                throw CommandFailure(
                    worded(
                        "기록이 점검 자료를 만들 때와 다릅니다. 파일은 \(output)에 있습니다",
                        "the records are not those that the review counted; they are in \(output)"),
                    hint: "'gwanmun audit verify' tells whether the trail is whole.")
            }
            Terminal.print(Message.written(output).text)
        }
    }

    private static func write(
        _ period: ReviewPeriod, of account: AccountName, from audit: String, into folder: OutputFolder
    )
        throws -> ReviewSheet
    {
        let file = try folder.open("records.jsonl")
        var bundle = BundleReading(period, of: account)
        var failure: (any Error)?
        try AuditReader(directory: audit).forEachLine(since: period.from) { line in
            guard bundle.take(line) else { return .next }
            do {
                try file.append(line)
                try [UInt8(ascii: "\n")].withUnsafeBytes { try file.append($0) }
                return .next
            } catch {
                failure = error
                return .stop
            }
        }
        if let failure { throw failure }
        try file.finish()
        return bundle.sheet()
    }
}
