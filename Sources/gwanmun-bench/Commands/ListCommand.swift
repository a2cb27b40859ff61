import ArgumentParser

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Names every operation.")

    @OptionGroup var choice: OperationChoice

    func run() throws {
        for operation in try choice.operations() { print(operation.name) }
    }
}
