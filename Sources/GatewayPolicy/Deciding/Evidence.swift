import GatewayIdentity

/// What the proofs of a session are worth at one instant.
struct Evidence {
    /// Nodes and threads read clocks that differ a little; a proof further in the future than this is not believed yet.
    static let clockTolerance = Duration.seconds(5)

    private let proofs: [FactorProof]
    private let now: UnixTime
    private let stepUp: Duration
    private let standIn: StandIn

    init(_ circumstances: Circumstances, stepUp: Duration, standIn: StandIn) {
        // Semantics 9: what one authenticator proves counts once. Its certificate cannot be its second factor as well.
        let carriers = Set(circumstances.proofs.filter { $0.kind == .certificate }.map(\.authenticator))
        proofs = circumstances.proofs.filter { $0.kind == .certificate || !carriers.contains($0.authenticator) }
        now = circumstances.at
        self.stepUp = stepUp
        self.standIn = standIn
    }

    /// What is missing for a requirement, `nil` if nothing. Notes when that will change.
    func gap(for requirement: FactorRequirement, _ horizon: inout Horizon) -> FactorGap? {
        let kinds = requirement.name.acceptedKinds(standIn)
        let age = maximumAge(of: requirement)
        let fitting = proofs.filter { kinds.contains($0.kind) }
        for proof in fitting {
            horizon.note(proof.at - Self.clockTolerance)
            if let age { horizon.note(proof.at + age) }
        }
        if fitting.contains(where: { isFresh($0, age) }) { return nil }
        return FactorGap(
            name: requirement.name, acceptedKinds: kinds, maximumAge: age ?? stepUp, hasLapsed: !fitting.isEmpty)
    }

    /// `nil`: however old. A certificate is proved anew by each connection; only a rule can ask for a fresh handshake.
    private func maximumAge(of requirement: FactorRequirement) -> Duration? {
        switch requirement.name {
        case .certificate: requirement.maximumAge
        case .totp, .webauthn, .password, .recoveryCode, .second, .strong: min(requirement.maximumAge ?? stepUp, stepUp)
        }
    }

    private func isFresh(_ proof: FactorProof, _ age: Duration?) -> Bool {
        guard proof.at <= now + Self.clockTolerance else { return false }
        guard let age else { return true }
        return now < proof.at + age
    }
}
