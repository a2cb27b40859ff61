import ArgumentParser

struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Runs every operation under callgrind; bench/check reads what that writes.",
        discussion: """
            Two dumps an operation, of N and of 2 N rounds, so that their difference is free of everything that happens once. Start it as \
            `valgrind --tool=callgrind --instr-atstart=no`.
            """)

    @OptionGroup var choice: OperationChoice

    @Option(help: "N, the rounds of the shorter run.")
    var rounds = 500

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds must be positive") }
    }

    func run() throws {
        guard Callgrind.isRunning else { throw NotUnderCallgrind() }
        for operation in try choice.operations() {
            _ = operation.performed(times: rounds)
            for count in [rounds, 2 * rounds] {
                Callgrind.collect(named: "\(operation.name) \(count)") { operation.performed(times: count) }
            }
        }
    }
}

private struct NotUnderCallgrind: Error, CustomStringConvertible {
    let description = "not running under callgrind, so nothing would be counted; run: make bench-check"
}
