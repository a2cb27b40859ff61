import ArgumentParser

/// Which operations a command is about.
struct OperationChoice: ParsableArguments {
    @Option(help: "Only operations whose name begins like this: request., scaling.")
    var only = ""

    func operations() throws -> [Operation] {
        let chosen = try HotPath.operations().filter { $0.name.hasPrefix(only) }
        guard !chosen.isEmpty else { throw ValidationError("no operation begins with '\(only)'") }
        return chosen
    }
}
