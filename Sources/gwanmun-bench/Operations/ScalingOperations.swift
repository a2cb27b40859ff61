import GatewayIdentity
import GatewayPolicy

extension HotPath {
    /// The same in a small and in a large world: what a request costs must not depend on how many others there are.
    static func scalingOperations() throws -> [Operation] {
        let few = try SamplePolicy(consoles: 1000, rules: 10)
        let many = try SamplePolicy(consoles: 1000, rules: 10_000)
        return try [
            SampleSessions(count: 10).lookUp(named: "scaling.session.10"),
            SampleSessions(count: 100_000).lookUp(named: "scaling.session.100000"),
            deciding(by: few, named: "scaling.decision.10-rules"),
            deciding(by: many, named: "scaling.decision.10000-rules"),
            WholeRequest(sessions: 10, policy: few).operation(named: "scaling.request.small-world"),
            WholeRequest(sessions: 100_000, policy: many).operation(named: "scaling.request.large-world"),
        ]
    }

    private static func deciding(by policy: SamplePolicy, named name: String) throws -> Operation {
        let path = Message("/api/v1/lots/4711")
        let standing = policy.standing
        guard standing.permit(for: path) != nil else { throw SampleProblem("the sample request is not permitted") }
        return Operation(name) { standing.permit(for: path)?.rule.text.utf8.count ?? 0 }
    }
}
