import ArgumentParser
import GatewayCrypto
import GatewayPolicy
import GatewaySettings

/// `gwanmun policy …`: policies as files, without a running node.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Policies: are they sound, do their tests pass, why do they decide so.",
        subcommands: [PolicyCheckCommand.self, PolicyTestCommand.self, PolicyExplainCommand.self])
}

/// A policy folder, and the site it is for.
struct PolicyOptions: ParsableArguments {
    @Argument(help: .init("The folder of the policy.", valueName: "dir"))
    var folder: String
    @Option(
        help: .init(
            "The configuration whose domain and upstreams it is for; without one, any place will do for a console.",
            valueName: "file"))
    var config: String?

    func load() throws -> LoadedPolicy {
        do throws(SettingsProblems) {
            return try PolicyReader(site: try site(), digest: { SHA256.digest(of: $0) }).read(directory: folder)
        } catch {
            throw CommandFailure(
                .badInput, error.all.map(\.description),
                hint: "docs/policy-guide.md explains every key. A running node keeps the policy it has.")
        }
    }

    private func site() throws(SettingsProblems) -> PolicySite {
        if let config { return try ConfigurationReader.read(path: config).policySite }
        return .anywhere
    }
}

extension PolicySite {
    /// For looking at a policy away from its site: names under `.invalid` (RFC 6761 § 6.4), where nothing is.
    fileprivate static var anywhere: PolicySite {
        guard let domain = HostName("gw.invalid"), let upstream = UpstreamURL("https://upstream.invalid") else {
            preconditionFailure("both are well-formed")
        }
        return PolicySite(domain: domain, unplaced: upstream)
    }
}
