import ArgumentParser
import GatewayIdentity
import GatewayReview
import GatewaySettings

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look for weak settings, and say what to do about each.",
        discussion: """
            Files and their permissions, PAM, server certificates, trust and revocation lists, policy, store, reviews, audit trail, clock, and what is reachable from where.
            Looks at files, and asks the clock's sources; needs no running node and changes nothing. Exit 0 when it finds nothing or only notes, 1 when it finds \
            an error or a warning, 2 when the configuration cannot be read. With --bypass it sends one GET to each console's address, as a stranger would: run it \
            so on a machine that is not the gate, with a copy of configuration and policy; 'gwanmun report add' files what it prints with --json.
            Example: gwanmun doctor --config /etc/gwanmun/gwanmun.yaml
            """)

    @Option(help: .init("The node's configuration.", valueName: "file"))
    var config = NodeOptions.usualConfiguration
    @Flag(help: "Ask each console's address without the gate, at most 5 seconds each.")
    var bypass = false
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let sound: Bool
        let findings: [Finding]
        // With --bypass, for whoever files it: when, on which machine, what was asked.
        var madeAt: String?
        var host: String?
        var asked: [Asked]?
    }

    private struct Asked: Encodable {
        let console: String
        let address: String
        let answered: Bool
        let status: Int?
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let configuration = try NodeMaterial.readConfiguration(config)
            var findings = Self.examine(configuration, file: config)
            let now = SystemClock.now()
            var outcomes: [BypassCheck.Outcome] = []
            if bypass {
                let policy = ConfigurationSurvey(configuration, at: now).policy?.snapshot
                outcomes = await BypassCheck(policy).outcomes()
                findings += outcomes.map(\.finding)
                findings.sort { $0.level < $1.level }
            }
            let isSound = findings.allSatisfy { $0.level == .note }
            if output.json {
                var answer = Answer(sound: isSound, findings: findings)
                if bypass {
                    answer.madeAt = RFC3339.string(now)
                    answer.host = NodeName.ofMachine ?? "unknown"
                    answer.asked = outcomes.compactMap(\.asked).map {
                        Asked(console: $0.console, address: $0.address, answered: $0.answered, status: $0.status)
                    }
                }
                try MachineOutput.print(answer)
            } else {
                for finding in findings { finding.lines(in: TerminalLanguage.current).forEach(Terminal.print) }
                Terminal.print(Finding.summary(of: findings))
            }
            guard isSound else { throw ExitCode.failure }
        }
    }

    /// Gravest first.
    static func examine(_ configuration: GatewayConfiguration, file: String) -> [Finding] {
        let now = SystemClock.now()
        let survey = ConfigurationSurvey(configuration, at: now)
        let findings = [
            FileCheck(configuration, file: file).findings,
            ServerCertificateCheck(configuration, survey.policy?.snapshot).findings(at: now),
            TrustCheck(configuration, survey.trust).findings(at: now),
            RevocationAgeCheck(survey.trust, survey.policy?.snapshot).findings(at: now),
            PolicyCheck(survey.policy).findings,
            PolicyChangeCheck(configuration, file: file).findings,
            SecurityKeyCheck(configuration, survey.policy?.snapshot).findings,
            StoreCheck(configuration.places.store).findings,
            ReviewCheck(configuration.places.store).findings(at: now),
            ReportCheck(configuration.places.store).findings(at: now),
            KeyCheck(configuration, survey.policy?.snapshot).findings(at: now),
            TrailCheck(configuration.places.audit).findings(at: now), ClockCheck.findings(at: now),
            ClockSourceCheck(configuration.clock, survey.policy?.snapshot).findings(),
            SIEMCheck(configuration).findings(at: now),
            ExposureCheck(configuration, file: file).findings,
            DefaultSecretCheck(configuration, file: file).findings, ProofCheck(configuration).findings,
            ProxyCheck(configuration.listen, survey.policy?.snapshot).findings,
            DescriptorCheck(configuration).findings, WarningCheck(configuration.warnings).findings(at: now),
            PAMCheck(configuration, survey.policy?.snapshot, file: file).findings,
            survey.problems.map { problem(file, $0, hint: survey.hint) },
        ]
        return findings.flatMap { $0 }.sorted { $0.level < $1.level }
    }

    /// Problems and hints are those of the start, which speaks English.
    private static func problem(_ file: String, _ problem: String, hint: String?) -> Finding {
        Finding(
            .error, file, .init("설정에 문제가 있습니다: \(problem)", problem),
            .init(
                "'gwanmun config check'로 모두 확인하십시오." + (hint.map { " 도움말: \($0)" } ?? ""),
                hint ?? "'gwanmun config check' tells all of it."))
    }
}
