internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy

/// Who may do what at the desk: `DeskRight` says which roles, and how fresh their second factor must be. The control socket may
/// do what takes no person, by the permission of its file.
enum DeskAuthority {
    static func require(_ access: DeskAccess, of actor: DeskActor, at now: UnixTime) throws(DeskProblem) -> Actor {
        switch access {
        case .right(let right): try require(right, of: actor, at: now)
        case .provisioner: try requireProvisioner(actor)
        }
    }

    /// A personnel system, by the certificate of its account alone: a program has no second factor.
    private static func requireProvisioner(_ actor: DeskActor) throws(DeskProblem) -> Actor {
        switch actor {
        case .administrator(let account, let roles, _) where roles.contains(OfficialRole.provisioner):
            return .provisioner(account)
        case .administrator, .controlSocket:
            throw .notAllowed("people are provisioned by an account with the role '\(OfficialRole.provisioner)'")
        }
    }

    /// By roles alone. Whoever may open the control socket can read the store and the records anyway.
    static func holds(_ right: DeskRight, _ actor: DeskActor) -> Bool {
        switch actor {
        case .controlSocket: true
        case .administrator(_, let roles, _): right.isForEveryRole || !roles.isDisjoint(with: right.roles)
        }
    }

    /// - Returns: who the record names.
    static func require(_ right: DeskRight, of actor: DeskActor, at now: UnixTime) throws(DeskProblem) -> Actor {
        switch actor {
        case .controlSocket(let uid):
            guard !right.takesPerson else {
                throw DeskProblem(right == .signReview ? .review(.personNeeded) : .policy(.personNeeded))
            }
            return .controlSocket(uid: uid)
        case .administrator(let account, _, let proofs):
            guard holds(right, actor) else { throw .notAllowed(right.refusal) }
            switch right.proof {
            case .inThisSession:
                guard proofs.contains(where: \.isSecondFactor) else {
                    throw .secondFactorNeeded("prove a second factor first")
                }
            case .justNow:
                guard
                    proofs.contains(where: { $0.isSecondFactor && $0.at <= now && now < $0.at + OwnAccount.freshness })
                else {
                    throw .secondFactorNeeded(
                        "a change needs a second factor proved within the last \(OwnAccount.freshness.wholeSeconds / 60) minutes"
                    )
                }
            }
            return .administrator(account)
        }
    }
}

extension FactorProof {
    /// A recovery code stands in for a lost factor at a login, never for power over others; nor does a key that can be copied.
    fileprivate var isSecondFactor: Bool {
        switch kind {
        case .totp, .webauthn: true
        case .certificate, .passkey, .password, .recoveryCode: false
        }
    }
}

extension DeskProblem {
    fileprivate static func secondFactorNeeded(_ detail: String) -> Self {
        .init(status: 401, reason: .factorRequired, detail: detail, factors: [.totp, .webauthn])
    }
}
