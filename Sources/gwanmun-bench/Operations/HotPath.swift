/// Everything that happens on the way of a request and is measured by itself, in the order of the road.
enum HotPath {
    static func operations() async throws -> [Operation] {
        try tlsOperations() + requestOperations() + sessionOperations() + decisionOperations() + identityOperations()
            + responseOperations() + recordOperations() + scalingOperations()
    }
}
