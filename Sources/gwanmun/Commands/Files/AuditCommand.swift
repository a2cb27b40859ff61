import ArgumentParser

/// `gwanmun audit …`: the audit trail.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail.",
        subcommands: [
            AuditVerifyCommand.self, AuditSearchCommand.self, AuditExportCommand.self, AuditCheckExportCommand.self,
            AuditIndexCommand.self, AuditSegmentsCommand.self, AuditHoldCommand.self,
        ])
}
