import GatewayPolicy
import GatewaySettings
import GatewayWebAuthn

/// What is said of security keys and promises more than it keeps.
struct SecurityKeyCheck {
    private let settings: SecurityKeySettings
    private let gate: HostName
    private let policy: PolicySnapshot?

    init(_ configuration: GatewayConfiguration, _ policy: PolicySnapshot?) {
        settings = configuration.securityKeys
        gate = configuration.site.gate
        self.policy = policy
    }

    var findings: [Finding] { [denial, party, anything].compactMap(\.self) }

    private var denial: Finding? {
        guard settings.models != .allExcept([]) else { return nil }
        switch settings.attestation {
        case .required: return nil
        case .none, .preferred:
            return Finding(
                .warning, "webauthn",
                .init(
                    "'deny'에 모델이 적혀 있지만, 인증 장치가 모델을 속일 수 있습니다",
                    "'deny' lists models, and an authenticator may say that it is another"),
                .init(
                    "'attestation: required'로 정하고 지급하는 보안키 제조사의 루트 인증서를 적으십시오.",
                    "Set 'attestation: required' with the roots of the makers whose keys you hand out."))
        }
    }

    private var party: Finding? {
        guard let party = settings.relyingParty, party != gate else { return nil }
        return Finding(
            .note, "webauthn",
            .init(
                "\(party) 아래의 모든 호스트가 브라우저에 이 보안키를 요청할 수 있습니다",
                "every host below \(party) can ask browsers for these keys"),
            .init(
                "응답은 설정에 적힌 출처에서만 인정됩니다. 'rp_id'를 게이트웨이 자신의 호스트로 정하면 다른 호스트는 요청할 수 없습니다.",
                "Their answers count from the listed origins alone. The gate's own host as 'rp_id' leaves no other."))
    }

    private var anything: Finding? {
        guard settings.attestation == .none, let policy,
            policy.definition.rules.contains(where: \.asksForStrong)
        else { return nil }
        return Finding(
            .note, "webauthn",
            .init(
                "규칙이 'strong'을 요구하지만 어떤 인증 장치든 등록할 수 있습니다",
                "rules ask for 'strong', and any authenticator may be registered"),
            .init(
                "'attestation: required'로 정하면 제조사가 보증하는 장치만 등록할 수 있으며, 소프트웨어는 등록할 수 없습니다.",
                "With 'attestation: required' only those that a maker vouches for are; software is not among them."))
    }
}

extension Rule {
    fileprivate var asksForStrong: Bool {
        switch effect {
        case .allow(let conditions): conditions.factors.contains { $0.name == .strong }
        case .deny: false
        }
    }
}
