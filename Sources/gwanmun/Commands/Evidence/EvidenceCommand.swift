import ArgumentParser

/// `gwanmun evidence …`: what shows each clause of a guide.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "What settings and records show of each clause of a guide.",
        subcommands: [EvidenceExportCommand.self, EvidenceCheckCommand.self])
}
