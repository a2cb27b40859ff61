import ArgumentParser
import Glibc

/// What a command says when it cannot do what it was asked, and the exit code that goes with it.
struct CommandFailure: Error {
    enum Kind: Int32 {
        /// Refused or failed.
        case failed = 1
        /// Bad usage, or a bad input file.
        case badInput = 2
    }

    let kind: Kind
    /// Each becomes one `error: …` line.
    let lines: [String]
    let hint: String?

    init(_ kind: Kind = .failed, _ lines: [String], hint: String? = nil) {
        self.kind = kind
        self.lines = lines
        self.hint = hint
    }

    init(_ line: String, hint: String? = nil) { self.init(.failed, [line], hint: hint) }

    /// Runs a command's work and turns what it throws into `error: …`, `hint: …` and an exit code.
    static func reporting(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let exit as ExitCode {
            throw exit
        } catch let failure as CommandFailure {
            throw failure.told()
        } catch let problem as NodeProblem {
            throw CommandFailure(.badInput, problem.lines, hint: problem.hint).told()
        } catch {
            let problem = StartProblem(opening: error)
            throw CommandFailure(problem?.line ?? "\(error)", hint: problem?.hint).told()
        }
    }

    private func told() -> ExitCode {
        for line in lines { Terminal.error("error: \(line)") }
        Terminal.error("hint: \(hint ?? "'--help' tells what a command takes; docs/cli.md explains each.")")
        return ExitCode(kind.rawValue)
    }
}

/// The two streams of a command.
enum Terminal {
    static func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }
    static func error(_ line: String) { write(line + "\n", to: STDERR_FILENO) }
    /// A question to the person; the answer is typed behind it.
    static func ask(_ question: String) { write(question, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { return }  // nobody reads it
            rest = rest.dropFirst(written)
        }
    }
}
