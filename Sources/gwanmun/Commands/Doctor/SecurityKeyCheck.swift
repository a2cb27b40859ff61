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
                .warning, "webauthn", "'deny' lists models, and an authenticator may say that it is another",
                "Set 'attestation: required' with the roots of the makers whose keys you hand out.")
        }
    }

    private var party: Finding? {
        guard let party = settings.relyingParty, party != gate else { return nil }
        return Finding(
            .note, "webauthn", "every host below \(party) can ask browsers for these keys",
            "Their answers count from the listed origins alone. The gate's own host as 'rp_id' leaves no other.")
    }

    private var anything: Finding? {
        guard settings.attestation == .none, let policy,
            policy.definition.rules.contains(where: \.asksForStrong)
        else { return nil }
        return Finding(
            .note, "webauthn", "rules ask for 'strong', and any authenticator may be registered",
            "With 'attestation: required' only those that a maker vouches for are; software is not among them.")
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
