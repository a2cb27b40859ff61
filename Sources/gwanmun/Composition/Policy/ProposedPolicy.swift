import GatewayStore

/// What the site's rule says is to be in force now.
struct ProposedPolicy: Sendable {
    let tested: TestedPolicy
    /// Of signed files.
    let signing: PolicyVersion.Signing?
    /// It is one person's emergency change whose hours are over: it permits nothing until another takes its place.
    let isSuspended: Bool

    init(tested: TestedPolicy, signing: PolicyVersion.Signing? = nil, isSuspended: Bool = false) {
        self.tested = tested
        self.signing = signing
        self.isSuspended = isSuspended
    }

    func material() throws(NodeProblem) -> PolicyMaterial {
        let material = try PolicyMaterial(tested)
        return isSuspended ? try material.suspended() : material
    }
}
