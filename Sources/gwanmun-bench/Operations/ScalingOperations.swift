import GatewayIdentity
import GatewayPolicy

extension HotPath {
    /// The same operation in a small and in a large world: what it costs must not depend on how many others there are.
    static func scalingOperations() throws -> [Operation] {
        try [10, 100_000].map { SampleSessions(count: $0).lookUp(named: "scaling.session.\($0)") }
            + [10, 10_000].flatMap {
                try deciding(by: SamplePolicy(consoles: 1000, rules: $0), named: "scaling.rules.\($0)")
            }
    }

    private static func deciding(by policy: SamplePolicy, named name: String) throws -> [Operation] {
        let path = Message("/api/v1/lots/4711")
        let standing = policy.standing
        let (subject, circumstances) = (policy.subject, policy.circumstances)
        guard standing.permit(for: path) != nil else { throw SampleProblem("the sample request is not permitted") }
        return [
            Operation(name + ".decide") { standing.permit(for: path)?.rule.text.utf8.count ?? 0 },
            Operation(name + ".standing") {
                let standing = policy.snapshot.standing(of: subject, on: SamplePolicy.console, in: circumstances)
                return Int(truncatingIfNeeded: standing.validUntil.milliseconds)
            },
        ]
    }
}
