import GatewayEvidence
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayReview
import GatewaySettings

/// What configuration and policy are now, one line for each thing that a clause may rest on.
struct EvidenceFacts {
    private let configuration: GatewayConfiguration
    private let policy: PolicySnapshot?

    init(_ configuration: GatewayConfiguration, _ policy: PolicySnapshot?) {
        self.configuration = configuration
        self.policy = policy
    }

    var all: [EvidenceSetting: SettingFact] {
        Dictionary(uniqueKeysWithValues: EvidenceSetting.allCases.map { ($0, fact($0)) })
    }

    private static let unset = SettingFact("-", isInForce: false)

    private func fact(_ setting: EvidenceSetting) -> SettingFact {
        switch setting {
        case .policy, .consoles, .owners, .hosting, .contracts, .doubleEncryption, .rules, .secondFactor, .lockout,
            .sessions, .revocationAge, .upstreamTLS, .watch, .exceptions, .partnerRoles, .approvals, .zones,
            .specialRoles:
            policy.map { EvidencePolicyFacts($0).fact(setting) } ?? Self.unset
        case .clientCertificates:
            SettingFact(
                "trust anchors \(configuration.clients.trust.count), demand \(configuration.clients.demand.rawValue), RSA ≥ \(configuration.clients.profile.minimumRSABits), curves ≥ \(configuration.clients.profile.minimumCurveBits)",
                isInForce: !configuration.clients.trust.isEmpty)
        case .serverTLS: SettingFact("\(configuration.tls.profile.rawValue): TLS 1.2, 1.3")
        case .keyPlace:
            configuration.keys.token.map { SettingFact("PKCS#11 \($0.label) / \($0.keyLabel)") }
                ?? SettingFact("key_file on this machine", isInForce: false)
        case .keyRotation: SettingFact(Self.shown(configuration.keys.rotateAfter))
        case .checkpointKey:
            switch configuration.checkpointKey {
            case .file: SettingFact("file")
            case .token(let label): SettingFact("PKCS#11 \(label)")
            }
        case .checkpointDestinations: Self.list(configuration.auditTrail.checkpoints.destinations.map(\.name))
        case .verification: SettingFact("every \(Self.shown(configuration.auditTrail.verifyEvery))")
        case .retention: retention
        case .siem: Self.list(configuration.siem.receivers.map(\.name))
        case .clock: Self.list(configuration.clock.sources.map(\.description))
        case .reviews: reviews
        case .policyChanges: policyChanges
        case .accounts: accounts
        case .passwords:
            SettingFact(configuration.pam.map { _ in "PAM" } ?? "no passwords here")
        case .warnings: warnings
        case .desk: SettingFact("\(configuration.site.desk.text), \(configuration.listen.desk.address)")
        case .limits:
            SettingFact(
                "connections per source \(configuration.limits.connectionsPerSource), failures per source limited: \(configuration.limits.sourceFailures != nil)",
                isInForce: configuration.limits.sourceFailures != nil)
        }
    }

    /// What is left to the usual is not decided by anybody, and so shows nothing.
    private var retention: SettingFact {
        let settings = configuration.retention
        let parts = [
            ("access", settings.access), ("rights", settings.rights), ("partners", settings.partners),
            ("policy", settings.policy),
        ]
        return SettingFact(
            parts.map { "\($0.0) \($0.1.map(Self.shown) ?? "(usual)")" }.joined(separator: ", "),
            isInForce: settings.access != nil)
    }

    private var reviews: SettingFact {
        let rules = configuration.reviews
        let parts = ReviewKind.allCases.compactMap { kind in
            rules.interval(of: kind).map { "\(kind.rawValue): \($0.rawValue)" }
        }
        return SettingFact(parts.joined(separator: ", ") + ", due after \(rules.dueDays) d")
    }

    private var policyChanges: SettingFact {
        let settings = configuration.policyChanges
        switch settings.mode {
        case .files: return SettingFact("files: one person", isInForce: false)
        case .signedFiles:
            return SettingFact("signed_files: \(settings.signatures) signatures", isInForce: settings.signatures >= 2)
        case .twoPeople: return SettingFact("two_people")
        }
    }

    private var accounts: SettingFact {
        let rules = configuration.people
        return SettingFact(
            "\(rules.approval.rawValue), unused \(Self.shown(rules.unused)), external \(Self.shown(rules.unusedExternal)), reviewed after \(Self.shown(rules.review))",
            isInForce: rules.approval == .twoPerson)
    }

    private var warnings: SettingFact {
        let settings = configuration.warnings
        return Self.list(
            [
                settings.webhook.map { _ in "webhook" }, settings.mail.map { _ in "mail" },
                settings.syslog.map { _ in "syslog" },
            ]
            .compactMap(\.self))
    }

    static func list(_ names: [String]) -> SettingFact {
        names.isEmpty ? unset : SettingFact(names.joined(separator: ", "))
    }

    static func shown(_ time: Duration) -> String { PolicyBookWords(.english).duration(time) }
}
