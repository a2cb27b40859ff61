import ArgumentParser

/// `gwanmun incident …`: what is needed when something happened.
struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident", abstract: "What was there when something happened, kept and signed.",
        subcommands: [IncidentSnapshotCommand.self, IncidentCheckCommand.self])
}
