import ArgumentParser

/// `gwanmun config …`: the node's own settings.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "A node's configuration.",
        subcommands: [ConfigCheckCommand.self, ConfigNewKeyCommand.self, ConfigRemoveKeyCommand.self])
}
