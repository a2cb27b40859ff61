public import GatewayAccess

/// Where those who watch get to know of connections and of records. The program that composes the node has one.
public protocol LiveSource: Sendable {
    /// Those that are open now, as every event loop sees its own.
    func connections() async -> [LiveConnection]
    /// Begins to hear of records, if it does not yet; what it hears first came shortly before. Returns when it has caught up, or after a
    /// moment.
    func listen() async
    /// Nobody watches: hears of nothing until `listen`.
    func rest() async
    /// What each did last, by `LiveAction.visitor`.
    var lastActions: [String: LiveAction] { get }
    /// The newest behind a record of the trail, at most `limit`, the oldest first.
    func news(after sequence: UInt64, limit: Int) -> LiveNews
}

/// What partners did, and what others did not achieve.
public struct LiveNews: Sendable {
    public var actions: [LiveAction]
    /// Older ones behind the same record, as far as they are known.
    public var leftOut: Int

    public init(actions: [LiveAction], leftOut: Int = 0) {
        self.actions = actions
        self.leftOut = leftOut
    }
}

/// No listener is open: nobody can be connected.
struct NobodyConnected: LiveSource {
    func connections() async -> [LiveConnection] { [] }
    func listen() async {}
    func rest() async {}
    var lastActions: [String: LiveAction] { [:] }
    func news(after sequence: UInt64, limit: Int) -> LiveNews { LiveNews(actions: []) }
}
