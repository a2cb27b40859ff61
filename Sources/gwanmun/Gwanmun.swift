import ArgumentParser
import Glibc

@main
struct Gwanmun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gwanmun",
        abstract:
            "The gate in front of the cloud: certificate first, a second factor, a policy for every request, a record of everything.",
        discussion:
            "Exit codes: 0 done, 1 refused or failed, 2 bad usage or bad input file. To see it work: gwanmun demo",
        version: Node.version,
        groupedSubcommands: [
            .init(
                name: "A node",
                subcommands: [
                    DemoCommand.self, ServeCommand.self, StatusCommand.self, ReloadCommand.self, HealthCommand.self,
                    WarningsCommand.self, SIEMCommand.self,
                ]),
            .init(
                name: "People of a running node",
                subcommands: [
                    UserCommand.self, ServiceCommand.self, TokenCommand.self, SessionCommand.self, LockCommand.self,
                    MeasureCommand.self,
                    GrantCommand.self, ApprovalCommand.self, PartnerCommand.self,
                ]),
            .init(name: "Reviews of a running node", subcommands: [ReviewCommand.self, ReportCommand.self]),
            .init(name: "Secrets of a running node", subcommands: [KeysCommand.self]),
            .init(
                name: "Tools behind the gate",
                subcommands: [LoginCommand.self, LogoutCommand.self, CurlConfigCommand.self]),
            .init(
                name: "Files, without a running node",
                subcommands: [
                    ConfigCommand.self, PolicyCommand.self, CertCommand.self, PKICommand.self, AuditCommand.self,
                    EvidenceCommand.self, IncidentCommand.self, DoctorCommand.self, DeskCommand.self,
                ]),
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Glibc.exit(UsageProblem(error)?.told() ?? told(error))
        }
    }

    /// Help and version are printed, and nothing was wrong; a command has told its own failure already.
    private static func told(_ error: any Error) -> Int32 {
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        if code.isSuccess, !text.isEmpty { Terminal.print(text) }
        return code.rawValue
    }
}
