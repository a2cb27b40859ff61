import ArgumentParser

/// A command line that is not one of ours: told as every other error is, and exit 2.
struct UsageProblem {
    private let lines: [String]
    private let hint: String

    /// - Returns: `nil` when the command line was understood.
    init?(_ error: any Error) {
        guard Gwanmun.exitCode(for: error) == .validationFailure else { return nil }
        lines = Gwanmun.message(for: error).split(separator: "\n").map(String.init)
        // ArgumentParser ends with: See 'gwanmun user add --help' for more information.
        let help = Gwanmun.fullMessage(for: error).split(separator: "\n").last { $0.contains("--help'") }
        hint = help.map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init) ?? "See 'gwanmun --help'."
    }

    func told() -> Int32 {
        for line in lines { Terminal.error("error: \(line.onOneLine)") }
        Terminal.error("hint: \(hint)")
        return CommandFailure.Kind.badInput.rawValue
    }
}
