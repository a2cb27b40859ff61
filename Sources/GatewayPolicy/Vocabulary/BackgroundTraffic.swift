/// Requests that pages of a console make by themselves, whether or not anybody sits before them.
///
/// They are decided and recorded as all others. They are no sign of a person, so the session's idle time runs on; so it does over what is sent on a
/// WebSocket that one of them opened.
public struct BackgroundTraffic: Hashable, Sendable {
    /// Empty: every method.
    public var methods: Set<RequestMethod>
    public var paths: [PathPattern]

    public init(methods: Set<RequestMethod> = [], paths: [PathPattern]) {
        self.methods = methods
        self.paths = paths
    }

    func covers(_ method: RequestMethod, _ path: CanonicalBytes) -> Bool {
        guard methods.isEmpty || methods.contains(method) else { return false }
        for pattern in paths where pattern.matches(path) { return true }
        return false
    }
}
