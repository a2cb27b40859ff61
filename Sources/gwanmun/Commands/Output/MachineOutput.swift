import ArgumentParser
import FoundationEssentials

/// `--json`, of every command whose answer a program may want.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the answer as JSON.")
    var json = false

    /// Tells that a change is done which has nothing else to tell.
    func done(_ message: Message) throws {
        if json { try MachineOutput.print(Done()) } else { Terminal.print(message.text.onOneLine) }
    }
}

/// JSON on standard output: sorted names in snake case, as the desk's API spells them.
enum MachineOutput {
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        Terminal.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

private struct Done: Encodable {
    let done = true
}
