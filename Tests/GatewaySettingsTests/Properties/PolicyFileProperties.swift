import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// What must hold for the reader of policies whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum PolicyFileProperties {
    /// - Parameter input: which file of the demo's policy it takes the place of (the first byte), and the bytes of that file.
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        guard let choice = input.first, let text = String(validating: input.dropFirst(), as: UTF8.self) else {
            return nil
        }
        let sound = DemoPolicy.files
        let name = sound[Int(choice) % sound.count].name
        let files = sound.map { $0.name == name ? SettingsFile(name: name, text: text) : $0 }
        do throws(SettingsProblems) {
            let policy = try read(files)
            let again = try read(files.reversed())
            return fault(of: policy) ?? difference(between: policy, and: again)
        } catch {
            guard !error.all.isEmpty else { return "refused without a word" }
            return error.all.lazy.compactMap { fault(of: $0, in: text) }.first
        }
    }

    private static func read(_ files: [SettingsFile]) throws(SettingsProblems) -> LoadedPolicy {
        guard let domain = HostName("gw.localhost"), let somewhere = UpstreamURL("https://console.example") else {
            fatalError("two names that are names")
        }
        let site = PolicySite(domain: domain, unplaced: somewhere)
        return try PolicyReader(site: site, digest: sum).read(
            files.filter { !$0.name.hasPrefix("tests/") }, tests: files.filter { $0.name.hasPrefix("tests/") },
            directory: "/p")
    }

    /// Whatever a policy says, no second factor is talked away, nor a certificate (floors of the code).
    private static func fault(of policy: LoadedPolicy) -> String? {
        let bare = [FactorProof(kind: .certificate, authenticator: AuthenticatorID("card"), at: noon)]
        for console in policy.snapshot.definition.consoles {
            guard let grade = policy.snapshot.grade(of: console.id) else { return "a console without a grade" }
            for (role, rights) in policy.snapshot.definition.roles where rights.kind != .service {
                for proofs in [[], bare] where proofs.isEmpty || grade > .open {
                    let question = Question(
                        subject: Subject(account: AccountName(stored: "kim-7f3a"), roles: [role]), console: console.id,
                        circumstances: Circumstances(at: noon, source: source, proofs: proofs), method: .get, path: "/")
                    guard case .permit = policy.snapshot.decide(question) else { continue }
                    return "'\(role)' passes '\(console.id)' (\(grade)) with \(proofs.count) factors"
                }
            }
        }
        return nil
    }

    private static func difference(between policy: LoadedPolicy, and other: LoadedPolicy) -> String? {
        policy.snapshot.sha256 == other.snapshot.sha256 && policy.failingTests == other.failingTests
            ? nil : "the order of the files shows"
    }

    /// A sentence of one line, which shows what it speaks of, about a place that is there.
    private static func fault(of problem: SettingsProblem, in text: String) -> String? {
        let lines = text.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 2
        let place = problem.position
        guard place.line >= 1, place.column >= 1 else { return "a problem that is nowhere: \(problem)" }
        // Problems of the other files are about their own lines.
        guard place.line <= max(lines, 64) else { return "a problem outside of the file: \(problem)" }
        return problem.description.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
            ? "a problem of several lines: \(problem)" : nil
    }

    private static let noon = UnixTime(seconds: 1_795_402_800)
    private static let source: NetworkAddress = {
        guard let address = NetworkAddress("127.0.0.1") else { fatalError("an address that is one") }
        return address
    }()

    /// Tells different bytes apart, which is all that is asked of a digest here (FNV-1a, four times over).
    @Sendable private static func sum(_ bytes: [UInt8]) -> SHA256Digest {
        let words = (1...4 as ClosedRange<UInt64>).map { seed in
            bytes.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        }
        return words.withUnsafeBytes { SHA256Digest($0) }
    }
}
