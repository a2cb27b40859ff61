import ArgumentParser

struct KeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Go on to a new key-encryption key, while the node serves.",
        discussion: """
            Makes a key where keys are kept, or takes the one that waits there, and wraps the data keys anew under it. The old key goes on opening until \
            'keys destroy' ends it. Can be cut off at any time: the node goes on with it by itself, after a restart too.
            With --data-keys the keys of all accounts are brought under a new data key as well. Whoever has copied the store and a data key learns \
            nothing new from then on.
            Example: gwanmun keys rotate --reason "yearly, ticket 71"
            """)

    @Option(help: .init("Where the new key is to be: file or token; the first that is configured otherwise."))
    var into: Place?
    @Flag(help: "Go on to a new data key as well.")
    var dataKeys = false
    @Flag(inversion: .prefixedNo, help: "Wait until everything is under the new keys.")
    var wait = true
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    enum Place: String, ExpressibleByArgument, CaseIterable {
        case file, token
    }

    private struct Body: Encodable {
        let into: String?
        let dataKeys: Bool
        let reason: String
    }

    /// Between two looks at how far it is.
    private static let pause = Duration.milliseconds(250)

    func run() async throws {
        try await node.talk { node in
            var keys: KeysDocument = try await node.post(
                "keys", "rotate", body: Body(into: into?.rawValue, dataKeys: dataKeys, reason: try why.stated()))
            let all = keys.pending
            while wait, keys.pending > 0, keys.problem == nil {
                Terminal.error(Message.renewing(all - keys.pending, of: all).text)
                try await Task.sleep(for: Self.pause)
                keys = try await node.get("keys")
            }
            if output.json { try MachineOutput.print(keys) } else { keys.lines.forEach(Terminal.print) }
            if let problem = keys.problem {
                throw CommandFailure(problem, hint: "The node goes on by itself once the key can be reached.")
            }
        }
    }
}
