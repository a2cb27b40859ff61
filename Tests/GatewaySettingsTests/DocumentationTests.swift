import GatewayPolicy
import GatewaySettings
import Testing

@Suite struct `The documentation` {
    /// The YAML examples of a page, in order.
    private func examples(_ page: String) throws -> [String] {
        try Repository.text(page).split(separator: "```yaml\n").dropFirst().map {
            String($0.prefix(upTo: $0.firstRange(of: "```")?.lowerBound ?? $0.endIndex))
        }
    }

    @Test func `has a policy guide whose examples make up one policy that passes its tests`() throws {
        let files = try examples("docs/policy-guide.md").map { text in
            // The first line names the file: `# rules.yaml`.
            SettingsFile(name: String(try #require(text.split(separator: "\n").first).dropFirst(2)), text: text)
        }
        #expect(files.count == 9)
        let policy = try PolicyReader(site: .test(), digest: testDigest)
            .read(
                files.filter { !$0.name.hasPrefix("tests/") }, tests: files.filter { $0.name.hasPrefix("tests/") },
                directory: "/p")
        #expect(policy.testCount == 3)
        #expect(policy.warnings == [])
        #expect(policy.failingTests == [])
    }

    @Test func `has configurations that load`() throws {
        let texts = try examples("docs/configuration.md")
        #expect(texts.count == 2)
        let configurations = try texts.map {
            try ConfigurationReader.read(SettingsFile(name: "gwanmun.yaml", text: $0), directory: "/srv/g")
        }
        // The page says that "everything" is written with the defaults where there are any; of memory and descriptors the machine has them, and
        // a notice is for those with balancers.
        var limits = configurations[1].limits
        (limits.memory, limits.connections, limits.drainNotice) = (nil, nil, .zero)
        #expect(limits == configurations[0].limits)
        // `pam` is written with its defaults, too.
        let pam = try #require(configurations[1].pam)
        #expect(pam == PAMSettings(service: pam.service))
        #expect(configurations[1].places == configurations[0].places)
        #expect(configurations[1].clients.demand == configurations[0].clients.demand)
    }

    @Test func `names every key of the configuration`() throws {
        let page = try Repository.text("docs/configuration.md")
        for key in [
            "site", "listen", "tls", "clients", "store", "key_file", "audit", "audit_broken", "policies",
            "policy_changes", "policy_emergency", "policy_approval_life",
            "control_socket", "limits", "warnings", "pam", "threads", "upstreams",
        ] {
            #expect(page.contains("\n\(key):"), "\(key)")
        }
    }
}
