import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import Testing

@Suite struct `The hash of a policy` {
    private func hash(in folder: String, limitsFile: String = "limits.yaml", also text: String = "") throws
        -> SHA256Digest
    {
        let policy = try SmallPolicy()
        let files = [
            SettingsFile(name: "\(folder)/\(limitsFile)", text: policy.limits + text),
            SettingsFile(name: "\(folder)/rest.yaml", text: policy.rest),
        ]
        return try PolicyReader(site: .test(), digest: testDigest).read(files, directory: folder).snapshot.sha256
    }

    @Test func `is one wherever the folder lies`() throws {
        #expect(try hash(in: "/etc/gwanmun/policies") == hash(in: "/home/kim/work"))
        #expect(try hash(in: "policies") == hash(in: "/home/kim/work"))
    }

    @Test func `is another when a file is called or written otherwise`() throws {
        #expect(try hash(in: "/p") != hash(in: "/p", limitsFile: "grades.yaml"))
        #expect(try hash(in: "/p") != hash(in: "/p", also: "\n# another byte\n"))
    }
}
