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
        case .rules:
            SettingFact(isInForce: !definition.rules.isEmpty) {
                $0 == .korean ? "기본 거부, 규칙 \(definition.rules.count)개" : "default deny, \(definition.rules.count) rules"
            }
        case .secondFactor: secondFactor
        case .lockout: lockout
        case .sessions: sessions
        case .revocationAge:
            each(definition.grades.sorted { $0.key < $1.key }) { grade, language in
                "\(grade.key.rawValue) \(EvidenceFacts.shown(grade.value.revocationAge, in: language))"
            }
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

    private func each<Element>(_ elements: [Element], _ line: (Element, Language) -> String) -> SettingFact {
        guard !elements.isEmpty else { return SettingFact("-", isInForce: false) }
        return SettingFact { language in elements.map { line($0, language) }.joined(separator: "; ") }
    }

    private static let seconds: Set<FactorName> = [.totp, .webauthn, .second, .strong]

    /// In force where at every console above open a floor asks everybody for one, or every rule that lets people in does.
    private var secondFactor: SettingFact {
        let floors = definition.floors.filter { Self.asks($0.value.factors) }
        let above = definition.consoles.filter { policy.grade(of: $0.id).map { $0 > .open } ?? true }
        let unfloored = above.filter { console in !floors.values.contains { covers($0, console) } }
        let bare = unfloored.filter { console in !rules(for: console).allSatisfy { asks($0, at: console) } }
        let byFloors = floors.sorted { $0.key < $1.key }.map { name, floor in
            (name: "\(name)", factors: floor.factors.map(\.name.rawValue).joined(separator: "+"))
        }
        let byRules = unfloored.map(\.id).filter { id in !bare.contains { $0.id == id } }
        let isTold = !byFloors.isEmpty || !byRules.isEmpty || !bare.isEmpty
        return SettingFact(isInForce: isTold && bare.isEmpty) { language in
            func word(_ ko: String, _ en: String) -> String { Bilingual(ko: ko, en: en)[language] }
            var told = byFloors.map { "\(word("하한", "floor")) \($0.name): \($0.factors)" }
            if !byRules.isEmpty {
                told.append(word("모든 규칙에서: ", "by every rule: ") + byRules.map { "\($0)" }.joined(separator: " "))
            }
            if !bare.isEmpty { told.append(word("없음: ", "without: ") + bare.map { "\($0.id)" }.joined(separator: " ")) }
            return told.isEmpty ? "-" : told.joined(separator: "; ")
        }
    }

    private func covers(_ floor: Floor, _ console: Console) -> Bool {
        guard floor.selector.roles == .all, let grade = policy.grade(of: console.id),
            floor.selector.grades.contains(grade)
        else { return false }
        return floor.selector.tags == .all || console.tags.contains { floor.selector.tags.contains($0) }
    }

    /// Those that let people in, and not services alone.
    private func rules(for console: Console) -> [Rule] {
        definition.rules.filter { rule in
            guard case .allow = rule.effect, rule.target.consoles.contains(console.id) else { return false }
            return !roles(of: rule).allSatisfy { $0.kind == .service }
        }
    }

    private func roles(of rule: Rule) -> [Role] {
        definition.roles.filter { rule.target.roles.contains($0.key) }.map(\.value)
    }

    private func asks(_ rule: Rule, at console: Console) -> Bool {
        guard case .allow(let conditions) = rule.effect else { return true }
        let tags = console.tags.flatMap { definition.tags[$0]?.factors ?? [] }
        let people = roles(of: rule).filter { $0.kind != .service }
        return Self.asks(conditions.factors + tags) || people.allSatisfy { Self.asks($0.factors) }
    }

    private static func asks(_ factors: [FactorRequirement]) -> Bool { factors.contains { seconds.contains($0.name) } }

    private var lockout: SettingFact {
        each(definition.lockouts.sorted { $0.key < $1.key }) { entry, language in
            let profile = entry.value
            func shown(_ time: Duration) -> String { EvidenceFacts.shown(time, in: language) }
            let (window, long) = (shown(profile.window), shown(profile.disable.window))
            let isKorean = language == .korean
            let lock =
                switch profile.lock {
                case .lasting(let time): isKorean ? "\(shown(time)) 잠금" : "lock \(shown(time))"
                case .untilAdministrator: isKorean ? "관리자가 풀 때까지 잠금" : "lock until an administrator lifts it"
                }
            return isKorean
                ? "\(entry.key): \(window)에 \(profile.failures)회면 \(lock), \(long)에 \(profile.disable.failures)회면 사용 중지"
                : "\(entry.key): \(profile.failures) in \(window), \(lock), disable at \(profile.disable.failures) in \(long)"
        }
    }

    private var sessions: SettingFact {
        each(definition.grades.sorted { $0.key < $1.key }) { entry, language in
            let limits = entry.value.limits
            func shown(_ time: Duration) -> String { EvidenceFacts.shown(time, in: language) }
            return language == .korean
                ? "\(entry.key.rawValue): 유휴 \(shown(limits.idle)), 최대 \(shown(limits.absolute)), 재인증 \(shown(limits.stepUp)), 동시 \(limits.concurrent)개"
                : "\(entry.key.rawValue): idle \(shown(limits.idle)), absolute \(shown(limits.absolute)), step-up \(shown(limits.stepUp)), concurrent \(limits.concurrent)"
        }
    }

    private var upstreamTLS: SettingFact {
        let plain = definition.consoles.filter { console in
            console.upstreams.members.contains { $0.url.scheme == .http && !$0.url.isLoopback }
        }
        guard plain.isEmpty else {
            let names = plain.map { "\($0.id)" }.joined(separator: ", ")
            return SettingFact(isInForce: false) { $0 == .korean ? "암호화 없는 http: \(names)" : "plain http: \(names)" }
        }
        return SettingFact {
            $0 == .korean
                ? "콘솔 \(definition.consoles.count)개 모두 https 또는 이 기기"
                : "https, or this machine, for \(definition.consoles.count) consoles"
        }
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
