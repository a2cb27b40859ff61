import ArgumentParser
import FoundationEssentials
import GatewayRoster
import Glibc

struct UserImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring people to what a file says: who is new, who changed, who left.",
        discussion: """
            A line of names, then a person a line (RFC 4180): name, display_name, organisation, roles (with spaces between); language, active and external_id may be. active=false: left. Who is not in the file stays as they are. The plan is shown first; all of it is carried out, or nothing. Only --yes, or a yes at a terminal, carries it out: --json alone shows the plan and changes nothing. Running it again changes nothing.
            Example: gwanmun user import people.csv --dry-run
                     gwanmun user import people.csv --yes --reason "personnel file of 1 December"
            """)

    @Argument(help: "The file, UTF-8.")
    var file: String
    @Flag(help: "Show the plan and change nothing.")
    var dryRun = false
    @Flag(help: "Carry the plan out without asking.")
    var yes = false
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let csv: String
        let plan: String?
        let reason: String
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let csv = try checkedText()
            try await carryOut(csv, reason: try why.stated())
        }
    }

    private func carryOut(_ csv: String, reason: String) async throws {
        try await node.talk { node in
            let plan: PlanDocument = try await node.post(
                "imports", "plan", body: Body(csv: csv, plan: nil, reason: reason))
            if !output.json { PlanTable(plan: plan).lines.forEach(Terminal.print) }
            if let line = plan.people.first(where: { $0.problem != nil }) {
                throw CommandFailure(
                    .failed, ["\(line.user): \(line.problem ?? "")"], hint: "Nothing was changed. Mend the file.")
            }
            guard !dryRun, plan.changes > 0, try isConfirmed(plan) else {
                return output.json ? try MachineOutput.print(plan) : ()
            }
            let done: PlanDocument = try await node.post(
                "imports", body: Body(csv: csv, plan: plan.plan, reason: reason))
            if output.json { return try MachineOutput.print(done) }
            Terminal.print(Message.imported(done.changes).text)
        }
    }

    /// Every problem of the file with its place, before a node is asked.
    private func checkedText() throws -> String {
        guard let bytes = FileManager.default.contents(atPath: file).map(Array.init) else {
            throw CommandFailure(
                .badInput, ["\(file):1:1: cannot be read; expected a file that this user may read"],
                hint: "'--help' shows what stands in it.")
        }
        do throws(RosterProblems) {
            _ = try RosterFile.entries(in: bytes, named: file)
        } catch {
            throw CommandFailure(.badInput, error.all.map(\.description), hint: "Nothing was changed. Mend the file.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func isConfirmed(_ plan: PlanDocument) throws -> Bool {
        if yes { return true }
        // A program reads the plan, and orders it with --yes.
        if output.json { return false }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw CommandFailure(
                .badInput, ["nobody is there to say yes to this plan"],
                hint: "Look at it with --dry-run, then carry it out with --yes.")
        }
        Terminal.ask(Message.askToCarryOut(plan.changes).text)
        return ["y", "yes", "예"].contains(readLine()?.lowercased() ?? "")
    }
}

/// A plan for a terminal: those for whom something is to be done.
struct PlanTable {
    let plan: PlanDocument

    var lines: [String] {
        let concerned = plan.people.filter { !$0.steps.isEmpty || $0.problem != nil }
        guard !concerned.isEmpty else { return [Message.nothingToImport.text] }
        return TextTable(
            headings: [.user, .steps],
            rows: concerned.map { [$0.user, $0.problem.map { "error: \($0)" } ?? $0.steps.joined(separator: ", ")] }
        ).lines
    }
}
