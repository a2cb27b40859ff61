/// Everything that happens on the way of a request and is measured by itself, in the order of the road.
enum HotPath {
    static func operations() throws -> [Operation] {
        let parts: [[Operation]] = [
            try tlsOperations(), try http2Operations(), try requestOperations(), sessionOperations(),
            try decisionOperations(), try responseOperations(), recordOperations(), try scalingOperations(),
        ]
        return parts.flatMap(\.self)
    }
}
