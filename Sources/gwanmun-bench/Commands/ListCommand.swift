import ArgumentParser

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Names every operation.")

    @OptionGroup var choice: OperationChoice

    func run() async throws {
        for operation in try await choice.operations() { print(operation.name) }
    }
}
