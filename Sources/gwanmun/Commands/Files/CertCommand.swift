import ArgumentParser

/// `gwanmun cert …`: certificates as files, without a running node.
struct CertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cert", abstract: "Certificates: would the gate take this one?",
        subcommands: [CertCheckCommand.self])
}
