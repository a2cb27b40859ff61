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
            SettingFact(isInForce: !configuration.clients.trust.isEmpty) { language in
                let clients = configuration.clients
                let (anchors, demand) = (clients.trust.count, clients.demand.rawValue)
                let (rsa, curve) = (clients.profile.minimumRSABits, clients.profile.minimumCurveBits)
                return language == .korean
                    ? "신뢰하는 기관 \(anchors)개, demand \(demand), RSA \(rsa)비트 이상, 타원곡선 \(curve)비트 이상"
                    : "trust anchors \(anchors), demand \(demand), RSA ≥ \(rsa), curves ≥ \(curve)"
            }
        case .serverTLS: SettingFact("\(configuration.tls.profile.rawValue): TLS 1.2, 1.3")
        case .keyPlace:
            configuration.keys.token.map { SettingFact("PKCS#11 \($0.label) / \($0.keyLabel)") }
                ?? SettingFact(isInForce: false) { $0 == .korean ? "이 기기의 key_file" : "key_file on this machine" }
        case .keyRotation: SettingFact { Self.shown(configuration.keys.rotateAfter, in: $0) }
        case .checkpointKey:
            switch configuration.checkpointKey {
            case .file: SettingFact("file")
            case .token(let label): SettingFact("PKCS#11 \(label)")
            }
        case .checkpointDestinations: Self.list(configuration.auditTrail.checkpoints.destinations.map(\.name))
        case .verification:
            SettingFact { language in
                let time = Self.shown(configuration.auditTrail.verifyEvery, in: language)
                return language == .korean ? "\(time)마다" : "every \(time)"
            }
        case .retention: retention
        case .siem: Self.list(configuration.siem.receivers.map(\.name))
        case .clock: Self.list(configuration.clock.sources.map(\.description))
        case .reviews: reviews
        case .policyChanges: policyChanges
        case .accounts: accounts
        case .passwords:
            SettingFact { language in
                configuration.pam.map { _ in "PAM" } ?? (language == .korean ? "비밀번호를 쓰지 않음" : "no passwords here")
            }
        case .warnings: warnings
        case .desk: SettingFact("\(configuration.site.desk.text), \(configuration.listen.desk.address)")
        case .limits:
            limits
        }
    }

    /// What is left to the usual is not decided by anybody, and so shows nothing.
    private var retention: SettingFact {
        let settings = configuration.retention
        let parts = [
            ("access", settings.access), ("rights", settings.rights), ("partners", settings.partners),
            ("policy", settings.policy),
        ]
        return SettingFact(isInForce: settings.access != nil) { language in
            parts.map { name, time in
                "\(name) \(time.map { Self.shown($0, in: language) } ?? (language == .korean ? "(기본값)" : "(usual)"))"
            }.joined(separator: ", ")
        }
    }

    private var limits: SettingFact {
        let (each, isLimited) = (configuration.limits.connectionsPerSource, configuration.limits.sourceFailures != nil)
        return SettingFact(isInForce: isLimited) { language in
            language == .korean
                ? "접속지마다 연결 \(each)개, 접속지별 로그인 실패 제한 \(isLimited ? "있음" : "없음")"
                : "\(each) connections per source, failures per source \(isLimited ? "limited" : "not limited")"
        }
    }

    private var reviews: SettingFact {
        let rules = configuration.reviews
        let parts = ReviewKind.allCases.compactMap { kind in
            rules.interval(of: kind).map { "\(kind.rawValue): \($0.rawValue)" }
        }
        return SettingFact { language in
            parts.joined(separator: ", ")
                + (language == .korean ? ", 기한 \(rules.dueDays)일" : ", due after \(rules.dueDays) d")
        }
    }

    private var policyChanges: SettingFact {
        let settings = configuration.policyChanges
        switch settings.mode {
        case .files:
            return SettingFact(isInForce: false) { $0 == .korean ? "files: 한 사람이 변경" : "files: one person" }
        case .signedFiles:
            return SettingFact(isInForce: settings.signatures >= 2) {
                "signed_files: " + ($0 == .korean ? "서명 \(settings.signatures)개" : "\(settings.signatures) signatures")
            }
        case .twoPeople: return SettingFact("two_people")
        }
    }

    private var accounts: SettingFact {
        let rules = configuration.people
        return SettingFact(isInForce: rules.approval == .twoPerson) { language in
            let (own, external) = (
                Self.shown(rules.unused, in: language), Self.shown(rules.unusedExternal, in: language)
            )
            let review = Self.shown(rules.review, in: language)
            return language == .korean
                ? "\(rules.approval.rawValue), 미사용 \(own) 뒤 중지(외부 \(external)), 점검 주기 \(review)"
                : "\(rules.approval.rawValue), unused \(own), external \(external), reviewed after \(review)"
        }
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

    /// Days where they are whole and more than two.
    static func shown(_ time: Duration, in language: Language) -> String {
        let day: Int64 = 86400
        guard time.components.seconds.isMultiple(of: day), time.components.seconds > 2 * day else {
            return PolicyBookWords(language).duration(time)
        }
        return "\(time.components.seconds / day)" + (language == .korean ? "일" : " d")
    }
}
