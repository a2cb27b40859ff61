import GatewayEvidence
import GatewayIdentity
import GatewayPolicy

/// The same of the policy that is in force.
struct EvidencePolicyFacts {
    private let policy: PolicySnapshot
    private var definition: PolicyDefinition { policy.definition }

    init(_ policy: PolicySnapshot) { self.policy = policy }

    func fact(_ setting: EvidenceSetting) -> SettingFact {
        switch setting {
        case .policy: SettingFact("\(definition.profile.rawValue) \(policy.sha256.hex)")
        case .consoles: each { "\($0.id) \(policy.grade(of: $0.id)?.rawValue ?? "-")" }
        case .owners: each { "\($0.id): \($0.owner), \($0.manager)" }
        case .hosting:
            each { console in
                console.hosting.provider.map { "\(console.id): \($0.name) \($0.kind.rawValue) \($0.region ?? "-")" }
            }
        case .contracts: each { console in console.hosting.contract?.reference.map { "\(console.id): \($0)" } }
        case .doubleEncryption:
            each { console in
                console.hosting.doubleEncryption.map {
                    "\(console.id): \(RFC3339.string($0.beginning)), \($0.verifier)"
                }
            }
        case .rules: SettingFact("default deny, \(definition.rules.count) rules", isInForce: !definition.rules.isEmpty)
        case .secondFactor: secondFactor
        case .lockout: lockout
        case .sessions: sessions
        case .revocationAge:
            EvidenceFacts.list(
                definition.grades.sorted { $0.key < $1.key }.map {
                    "\($0.key.rawValue) \(EvidenceFacts.shown($0.value.revocationAge))"
                })
        case .upstreamTLS: upstreamTLS
        case .watch: EvidenceFacts.list(definition.watch.map { "\($0.id) (\($0.condition.kind.rawValue))" })
        case .exceptions: SettingFact("\(definition.exceptions.count)")
        case .partnerRoles:
            EvidenceFacts.list(definition.roles.filter { $0.value.kind == .external }.map(\.key.text).sorted())
        case .approvals: EvidenceFacts.list(definition.approvals.keys.map(\.text).sorted())
        case .zones: EvidenceFacts.list(definition.zones.keys.map(\.text).sorted())
        case .specialRoles: EvidenceFacts.list(definition.roles.filter(\.value.isSpecial).map(\.key.text).sorted())
        default: SettingFact("-", isInForce: false)
        }
    }

    private func each(_ line: (Console) -> String?) -> SettingFact {
        EvidenceFacts.list(definition.consoles.compactMap(line))
    }

    private static let seconds: Set<FactorName> = [.totp, .webauthn, .second, .strong]

    /// In force where every console above open is under a floor, for everybody, that asks for one.
    private var secondFactor: SettingFact {
        let floors = definition.floors.filter { floor in
            floor.value.factors.contains { Self.seconds.contains($0.name) }
        }
        let open = definition.consoles.filter { console in
            guard let grade = policy.grade(of: console.id), grade > .open else { return false }
            return !floors.values.contains { floor in
                guard floor.selector.roles == .all, floor.selector.grades.contains(grade) else { return false }
                return floor.selector.tags == .all || console.tags.contains { floor.selector.tags.contains($0) }
            }
        }
        let names = floors.sorted { $0.key < $1.key }.map { name, floor in
            "\(name): \(floor.factors.map(\.name.rawValue).joined(separator: "+"))"
        }
        let bare = open.isEmpty ? "" : "; without: \(open.map { "\($0.id)" }.joined(separator: ", "))"
        return SettingFact(
            (names.isEmpty ? "-" : names.joined(separator: ", ")) + bare, isInForce: !floors.isEmpty && open.isEmpty)
    }

    private var lockout: SettingFact {
        EvidenceFacts.list(
            definition.lockouts.sorted { $0.key < $1.key }.map { name, profile in
                let lock =
                    switch profile.lock {
                    case .lasting(let time): EvidenceFacts.shown(time)
                    case .untilAdministrator: "until_admin"
                    }
                return
                    "\(name): \(profile.failures) in \(EvidenceFacts.shown(profile.window)), lock \(lock), disable at \(profile.disable.failures) in \(EvidenceFacts.shown(profile.disable.window))"
            })
    }

    private var sessions: SettingFact {
        EvidenceFacts.list(
            definition.grades.sorted { $0.key < $1.key }.map { grade, rules in
                "\(grade.rawValue): idle \(EvidenceFacts.shown(rules.limits.idle)), absolute \(EvidenceFacts.shown(rules.limits.absolute)), step-up \(EvidenceFacts.shown(rules.limits.stepUp)), concurrent \(rules.limits.concurrent)"
            })
    }

    private var upstreamTLS: SettingFact {
        let plain = definition.consoles.filter { console in
            console.upstreams.members.contains { $0.url.scheme == .http && !$0.url.isLoopback }
        }
        guard plain.isEmpty else {
            return SettingFact("plain http: \(plain.map { "\($0.id)" }.joined(separator: ", "))", isInForce: false)
        }
        return SettingFact("https, or this machine, for \(definition.consoles.count) consoles")
    }

    /// Those whose time meets the period.
    func exceptions(from: UnixTime, to: UnixTime) -> [ExceptionEvidence] {
        definition.exceptions.filter { $0.value.from < to && $0.value.expires > from }.sorted { $0.key < $1.key }.map {
            ExceptionEvidence(
                name: $0.key.text, rule: $0.value.rule.text, from: RFC3339.string($0.value.from),
                expires: RFC3339.string($0.value.expires), reason: $0.value.reason, approvedBy: $0.value.approvedBy.text
            )
        }
    }
}
