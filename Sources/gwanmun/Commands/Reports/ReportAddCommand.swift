import ArgumentParser
import GatewayIdentity
import GatewayReview

struct ReportAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "File a report; it stays where it is, the node keeps its SHA-256.",
        discussion: """
            provider: what a provider reported of its checks; --about and --due are needed. bypass: what 'gwanmun doctor --bypass --json' printed on a machine that \
            is not the gate; all that counts is read from it, and the next one is due after 7 days. A date without a time is that day in Korea.
            Example: gwanmun report add scan-2026-11.pdf --kind provider --about "NAVER Cloud" --dated 2026-11-20 --due 2027-02-20 --reason "quarterly scan, R-91"
            Example: gwanmun report add bypass.json --kind bypass --reason "weekly look around the gate"
            """)

    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case provider, bypass
    }

    enum Outcome: String, CaseIterable, ExpressibleByArgument {
        case passed, failed
    }

    @Argument(help: "The file.")
    var file: String
    @Option(help: "What it is.")
    var kind: Kind
    @Option(help: "The provider's or the console's name.")
    var about: String?
    @Option(
        help: .init("When it was made; now otherwise.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var dated: TimeArgument?
    @Option(
        help: .init("When the next one is due, for example 2027-02-20.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var due: TimeArgument?
    @Option(help: "What came out of it, where the provider says so.")
    var outcome: Outcome?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Provider: Encodable {
        let about: String
        let file: String
        let sha256: String
        let size: Int
        let madeAt: String
        let dueAt: String
        let result: String?
        let reason: String
    }

    private struct Bypass: Encodable {
        let file: String
        let answer: String
        let reason: String
    }

    func validate() throws {
        switch kind {
        case .provider:
            guard about != nil, due != nil else { throw ValidationError("--kind provider needs --about and --due.") }
        case .bypass:
            let needless = [
                ("--about", about != nil), ("--dated", dated != nil), ("--due", due != nil),
                ("--outcome", outcome != nil),
            ]
            if let (name, _) = needless.first(where: \.1) {
                throw ValidationError("\(name) is for --kind provider: a bypass check says it itself.")
            }
        }
    }

    func run() async throws {
        try await node.talk { node in
            let filed: ReportDocument =
                switch kind {
                case .provider: try await node.post("reports", "provider", body: try provider())
                case .bypass: try await node.post("reports", "bypass", body: try bypass())
                }
            if output.json { return try MachineOutput.print(filed) }
            Terminal.print(Message.reportFiled(filed.id, due: filed.dueAt.shownTime).text)
            if filed.result == ReportResult.failed.rawValue { Terminal.print(Message.reportFailed.text) }
        }
    }

    private func provider() throws -> Provider {
        let (digest, size) = try reading { file throws(TextFile.Problem) in
            try file.measure(atMost: ReportLimits.largestFile)
        }
        let made = dated?.begin ?? SystemClock.now()
        return Provider(
            about: about ?? "", file: name, sha256: digest, size: size, madeAt: RFC3339.string(made),
            dueAt: RFC3339.string(due?.end ?? made), result: outcome?.rawValue,
            reason: try why.stated())
    }

    private func bypass() throws -> Bypass {
        let bytes = try reading { file throws(TextFile.Problem) in try file.content() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(
                .badInput, ["\(file): \(BypassProblem.notJSON.description)"], hint: Self.hint)
        }
        do throws(BypassProblem) {
            _ = try BypassAnswer(bytes)
        } catch {
            throw CommandFailure(.badInput, ["\(file): \(error.description)"], hint: Self.hint)
        }
        return Bypass(file: name, answer: text, reason: try why.stated())
    }

    private static let hint =
        "Run 'gwanmun doctor --bypass --json > bypass.json' on a machine that is not the gate, and file that as it is."

    private func reading<Value>(_ read: (TextFile) throws(TextFile.Problem) -> Value) throws -> Value {
        let hint =
            "Name the report's file itself, no link to it; at most \(ReportLimits.largestFile >> 20) MiB, of a bypass check 1 MiB."
        guard let opened = TextFile(file) else {
            throw CommandFailure(.badInput, ["\(file): cannot be read, or is no file"], hint: hint)
        }
        do throws(TextFile.Problem) {
            return try read(opened)
        } catch {
            throw CommandFailure(.badInput, [error.description], hint: hint)
        }
    }

    private var name: String { String(file.split(separator: "/").last ?? "") }
}
