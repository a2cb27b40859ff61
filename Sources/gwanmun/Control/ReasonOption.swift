import ArgumentParser
import Glibc

/// `--reason`: every change says why, for the record.
struct ReasonOption: ParsableArguments {
    @Option(
        help: "Why, for the record; asked for on a terminal. A script that gives none is recorded as having given none."
    )
    var reason: String?

    func stated() throws -> String { try Self.asked(reason) }

    /// - Parameter reason: as the command line gave it.
    static func asked(_ reason: String?) throws -> String {
        if let reason { return reason }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return "no reason stated (command line)" }
        Terminal.ask(Message.askReason.text)
        guard let line = readLine(), !line.allSatisfy(\.isWhitespace) else {
            throw CommandFailure(.badInput, ["a change needs a reason"], hint: "Give it with --reason TEXT.")
        }
        return line
    }
}

/// The body of a change that needs no more than its reason.
struct ReasonBody: Encodable {
    let reason: String
}
