import ArgumentParser

/// `gwanmun audit …`: the audit trail as files, without a running node.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail.", subcommands: [AuditVerifyCommand.self])
}
