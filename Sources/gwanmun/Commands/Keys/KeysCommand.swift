import ArgumentParser

/// `gwanmun keys …`: the keys behind the secrets of a running node.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The keys behind secrets at rest: list, go on to new ones, destroy old ones.",
        subcommands: [KeysListCommand.self, KeysRotateCommand.self, KeysDestroyCommand.self])
}

struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List keys, their age, and what depends on each.",
        discussion: """
            Key-encryption keys wrap data keys; data keys wrap the keys of accounts, which seal their secrets. No key is shown.
            Example: gwanmun keys list
            """)

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let keys: KeysDocument = try await node.get("keys")
            if output.json { try MachineOutput.print(keys) } else { keys.lines.forEach(Terminal.print) }
        }
    }
}

struct KeysDestroyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destroy", abstract: "Destroy a key on which nothing depends any more.",
        discussion: """
            A key-encryption key goes from its file or token, a data key from the store. Backups of the store that need it cannot be read afterwards: \
            that may be what you want. Copies of a key file elsewhere are yours to destroy.
            Example: gwanmun keys destroy 9f3c11d0a2b4c6e8 --reason "rotated on 22 November, ticket 71"
            """)

    @Argument(help: "The key, as 'keys list' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            try await node.post("keys", id, "destroy", body: ReasonBody(reason: try why.stated()))
            try output.done(.keyDestroyed(id))
        }
    }
}
