internal import GatewayCertificates
internal import GatewayFIDO2
internal import GatewayIdentity
internal import GatewayWebAuthn

/// Takes a registration through WebAuthn's steps under this gateway's rules.
struct SecurityKeyJudge {
    /// The best liked first.
    static let algorithms: [SignatureAlgorithm] = [.es256, .edDSA, .es384, .rs256]

    let rules: SecurityKeyRules
    let now: UnixTime

    init(rules: SecurityKeyRules, at now: UnixTime) {
        self.rules = rules
        self.now = now
    }

    func verdict(
        on response: RegistrationResponse, to challenge: [UInt8], mustBeDeviceBound: Bool
    ) -> RegistrationVerdict {
        func verdict(_ attestation: AttestationRules) -> RegistrationVerdict {
            // Whether the credential is known (section 7.1 step 22) the store says when it takes it.
            response.verdict(
                expecting: RegistrationExpectation(
                    relyingParty: rules.relyingParty(), challenge: challenge, algorithms: Set(Self.algorithms),
                    mustBeDeviceBound: mustBeDeviceBound, models: rules.models, attestation: attestation)
            ) { _ in false }
        }
        switch rules.attestation {
        case .none: return verdict(.optional)
        case .required(let anchors): return verdict(.anchored(anchors, at: now))
        case .preferred(let anchors):
            let anchored = verdict(.anchored(anchors, at: now))
            switch anchored {
            case .refused(.attestationInsufficient), .refused(.attestationUntrusted): return verdict(.optional)
            case .verified, .refused: return anchored
            }
        }
    }
}
