/// How many clients there is room for in the descriptors of a process.
///
/// Each client may need a second one for its upstream, so half of what the reserve leaves is theirs. The reserve is for what must open while the
/// doors are full: segments of the trail, the store, probes, commands.
public struct DescriptorBudget: Hashable, Sendable {
    public let connections: Int

    /// Connections on the ops listener and the control socket, each.
    public static let plainConnections = 64
    private static let files = 128
    /// Each event loop waits on three descriptors of its own.
    private static let perLoop = 4

    /// - Parameter limit: descriptors that the process may have.
    public init(limit: Int, loops: Int) {
        let reserve = Self.files + 2 * Self.plainConnections + Self.perLoop * loops
        // Of a limit that is tiny, a quarter: a node for a test still serves.
        connections = max(1, (limit - min(reserve, limit / 4)) / 2)
    }

    /// - Parameter asked: `limits.connections`; `nil`: as many as there is room for, and as usual at most.
    public func slots(asked: Int?) -> Int { min(asked ?? ConnectionLimits.usualConnections, connections) }
}
