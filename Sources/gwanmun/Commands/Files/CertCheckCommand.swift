import ArgumentParser
import GatewayCertificates
import GatewayIdentity

struct CertCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Judge a client certificate by the same function as the handshake.",
        discussion: """
            Prints the reason code of a refusal. Exit 0 accepted, 1 refused, 2 a file cannot be read. Every file is PEM or DER.
            Without a revocation list of every issuer nobody is accepted: revocation_unknown.
            Example: gwanmun cert check --trust ca.pem --intermediate issuing.pem --crl crl.pem --leaf kim.pem --at 2026-11-23T10:00:00+09:00
            """)

    @Option(parsing: .upToNextOption, help: "Trust anchors.")
    var trust: [String]
    @Option(parsing: .upToNextOption, help: "Revocation lists, or a folder of them.")
    var crl: [String] = []
    @Option(parsing: .upToNextOption, help: "Issuers between, beside those behind the leaf in its own file.")
    var intermediate: [String] = []
    @Option(help: "The certificate, leaf first.")
    var leaf: String
    @Option(help: .init("Judged as of then; now otherwise.", valueName: "rfc3339"))
    var at: String?
    @Option(help: "\(CertificateProfile.named.map(\.name).joined(separator: ", ")).")
    var profile = CertificateProfile.organisation.name
    @Option(
        name: .customLong("policy"),
        help: .init(
            "A certificate policy of which the chain must be valid for one; takes the place of the profile's.",
            valueName: "oid"))
    var policies: [String] = []
    @Flag(help: "Refuse a chain that is valid for no policy (RFC 5280 section 6.1.1).")
    var explicitPolicy = false
    @Flag(help: "Take no policy for another by a mapping.")
    var inhibitPolicyMapping = false
    @Flag(help: "Do not take anyPolicy for a policy.")
    var inhibitAnyPolicy = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let at, RFC3339.parse(at) == nil {
            throw ValidationError("--at: '\(at)' is not an instant such as 2026-12-01T09:00:00+09:00.")
        }
        guard CertificateProfile.named.contains(where: { $0.name == profile }) else {
            let known = CertificateProfile.named.map(\.name).joined(separator: ", ")
            throw ValidationError("--profile: '\(profile)' is not one of \(known).")
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let chain = try CertificateText.certificates(in: leaf)
            let now = at.flatMap(RFC3339.parse) ?? SystemClock.now()
            let examination = try trusted().judge.examine(chain: chain, at: now)
            try tell(CertificateAnswer(examination))
        }
    }

    private func trusted() throws -> TrustSnapshot {
        do throws(TrustProblems) {
            return try TrustSnapshot.load(
                TrustSources(anchors: trust, intermediates: intermediate, revocationLists: crl),
                profile: certificateProfile())
        } catch {
            throw CommandFailure(
                .badInput, error.problems.map(\.description), hint: "Anchors, issuers and lists are PEM or DER.")
        }
    }

    private func certificateProfile() -> CertificateProfile {
        var chosen = CertificateProfile.named.first { $0.name == profile } ?? .organisation
        if !policies.isEmpty { chosen.policies.allowed = policies }
        if !policies.isEmpty || explicitPolicy {
            chosen.policies.isExplicit = explicitPolicy || chosen.policies.isExplicit
        }
        chosen.policies.inhibitsMapping = inhibitPolicyMapping || chosen.policies.inhibitsMapping
        chosen.policies.inhibitsAnyPolicy = inhibitAnyPolicy || chosen.policies.inhibitsAnyPolicy
        return chosen
    }

    private func tell(_ answer: CertificateAnswer) throws {
        if output.json { try MachineOutput.print(answer) } else { Terminal.print(answer.text.onOneLine) }
        guard answer.accepted else { throw ExitCode.failure }
    }
}

/// What `cert check` says.
struct CertificateAnswer: Encodable {
    let accepted: Bool
    /// The reason code of the record; absent when accepted.
    let reason: String?
    let detail: String?
    let subject: String?
    let issuer: String?
    let serial: String?
    /// Of the chain and of the lists that spoke for it; absent when refused.
    let validUntil: String?

    init(_ examination: CertificateExamination) {
        let certificate: ClientCertificate?
        switch examination.verdict {
        case .accepted(let verified):
            (accepted, reason, certificate) = (true, nil, verified.certificate)
            validUntil = RFC3339.string(verified.validUntil)
        case .refused(let why, let shown):
            (accepted, reason, certificate) = (false, why.rawValue, shown)
            validUntil = nil
        }
        detail = examination.detail
        subject = certificate?.subject
        issuer = certificate?.issuer
        serial = certificate?.serial
    }

    var text: String {
        let owner = subject ?? worded("읽을 수 없는 인증서", "an unreadable certificate")
        guard let reason else {
            return worded("수락: \(owner), \(validUntil ?? "")까지", "accepted: \(owner), until \(validUntil ?? "")")
        }
        return worded("거부(\(reason)): \(owner)", "refused (\(reason)): \(owner)") + (detail.map { ": \($0)" } ?? "")
    }
}
