import ArgumentParser

struct TimeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time", abstract: "Times every operation: the fastest of many runs, in nanoseconds.")

    @OptionGroup var choice: OperationChoice

    @Option(help: "Runs an operation; the fastest counts.")
    var runs = 15

    func run() throws {
        for operation in try choice.operations() {
            print(Column.left(operation.name, 36) + Column.right("\(operation.fastest(of: runs)) ns", 12))
        }
    }
}
