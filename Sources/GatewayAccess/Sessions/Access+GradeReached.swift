public import GatewayIdentity
internal import GatewayPolicy

extension Access {
    /// The highest grade whose step-up age the proofs still meet.
    public func gradeReached(in session: LiveSession, at now: UnixTime) -> Grade {
        let proofs = core.proofs(of: session)
        let grades = policy.definition.grades
        return Grade.allCases.last { grade in
            guard grade != .open else { return true }
            let kinds = FactorName.second.acceptedKinds(grade == .classified ? .none : .permitted)
            guard let newest = proofs.filter({ kinds.contains($0.kind) }).map(\.at).max() else { return false }
            return grades[grade].map { now < newest + $0.limits.stepUp } ?? false
        } ?? .open
    }
}
