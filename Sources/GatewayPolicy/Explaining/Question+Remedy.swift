import GatewayIdentity

extension Question {
    /// The same question when a step is done.
    public func after(_ step: RemedyStep) -> Question {
        var question = self
        question.take(step)
        return question
    }

    private mutating func take(_ step: RemedyStep) {
        switch step {
        case .showCertificate:
            circumstances.certificate = .same
            circumstances.prove(.certificate)
        case .showFactors(let gaps):
            for gap in gaps { if let kind = gap.acceptedKinds.first { circumstances.prove(kind) } }
        case .comeFrom(_, let address): circumstances.source = address
        case .beIn(let countries): circumstances.country = countries.first
        case .wait(let time, _): circumstances.move(to: time)
        case .useDesignatedDevice(let shown):
            circumstances.device = (shown ?? DeviceID("tried")).map { .designated($0) } ?? .none
        case .obtain(let gaps): for gap in gaps { obtain(gap.name) }
        case .liftLock, .enableAccount: subject.condition = .active
        case .takeRole(let role): subject.roles.insert(role)
        case .renewRevocation: circumstances.revocationKnownAt = circumstances.at
        case .giveUpRole(let role): subject.roles.remove(role)
        }
    }

    /// For a day.
    private mutating func obtain(_ name: ApprovalName) {
        let (from, to) = (circumstances.at, circumstances.at + .seconds(86400))
        if name == .grant {
            circumstances.grants.append(Grant(console: console, from: from, to: to))
        } else {
            circumstances.approvals.append(HeldApproval(name, consoles: .only([console]), from: from, to: to))
        }
    }
}

extension Circumstances {
    /// By an authenticator of its own, so that no proof is taken for another.
    fileprivate mutating func prove(_ kind: FactorKind) {
        proofs.append(FactorProof(kind: kind, authenticator: AuthenticatorID("tried-\(kind.rawValue)"), at: at))
    }
}

extension RemedyStep {
    func isSameKind(as other: RemedyStep) -> Bool { kind == other.kind }

    private var kind: Int {
        switch self {
        case .showCertificate: 0
        case .showFactors: 1
        case .comeFrom: 2
        case .beIn: 3
        case .wait: 4
        case .useDesignatedDevice: 5
        case .obtain: 6
        case .liftLock: 7
        case .enableAccount: 8
        case .takeRole: 9
        case .giveUpRole: 10
        case .renewRevocation: 11
        }
    }
}
