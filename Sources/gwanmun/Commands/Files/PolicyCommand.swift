import ArgumentParser
import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// `gwanmun policy …`: policies as files, without a running node; and how one comes into force at a node, by two people.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Policies: are they sound, why do they decide so, and how the next one comes into force.",
        subcommands: [
            PolicyCheckCommand.self, PolicyTestCommand.self, PolicyExplainCommand.self, PolicyInventoryCommand.self,
            PolicyRenderCommand.self, PolicyReplayCommand.self, PolicyUnusedCommand.self, PolicyKeepCommand.self,
            PolicyKeptCommand.self, PolicyTrialCommand.self, PolicyDiffCommand.self,
            PolicyProposeCommand.self,
            PolicyDraftsCommand.self, PolicyDraftCommand.self, PolicyApproveCommand.self, PolicyRejectCommand.self,
            PolicyTryCommand.self, PolicyActivateCommand.self, PolicyHistoryCommand.self, PolicyShowCommand.self,
            PolicyRollbackCommand.self,
            PolicyEmergencyCommand.self, PolicyRatifyCommand.self, PolicySignCommand.self,
            PolicySchemaCommand.self, PolicyReferenceCommand.self,
        ])
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

    @Option(help: "Without --config: what host names of one label stand below.")
    var domain = "gw.localhost"

    func load() throws -> LoadedPolicy { try load(folder) }

    /// Another policy for the same site.
    func load(_ folder: String) throws -> LoadedPolicy {
        let site = try site()
        return try telling { () throws(SettingsProblems) in
            try PolicyReader(site: site, digest: { SHA256.digest(of: $0) }).read(directory: folder)
        }
    }

    /// Files that are in no folder yet; what they name is relative to the policy's.
    func load(_ bundle: PolicyBundle) throws -> LoadedPolicy {
        let site = try site()
        return try telling { () throws(SettingsProblems) in
            try PolicyReader(site: site, digest: { SHA256.digest(of: $0) }).read(bundle, directory: folder)
        }
    }

    /// The policy that the configuration names.
    func inForce() throws -> PolicySnapshot {
        let config = config ?? NodeOptions.usualConfiguration
        return try load(NodeMaterial.readConfiguration(config).places.policies).snapshot
    }

    private func site() throws -> PolicySite {
        if let config {
            return try telling { () throws(SettingsProblems) in try ConfigurationReader.read(path: config).policySite }
        }
        guard let domain = HostName(domain) else {
            throw CommandFailure(
                .badInput, ["--domain: '\(domain)' is not a domain"], hint: "For example gw.example.kr")
        }
        // Away from its site a policy is looked at where nothing is (RFC 6761 § 6.4).
        return PolicySite(domain: domain, unplaced: UpstreamURL("https://upstream.invalid"))
    }

    private func telling<Value>(_ read: () throws(SettingsProblems) -> Value) throws -> Value {
        do throws(SettingsProblems) {
            return try read()
        } catch {
            throw CommandFailure(
                .badInput, error.all.map(\.description),
                hint: "docs/policy-guide.md explains every key. A running node keeps the policy it has.")
        }
    }
}
