internal import GatewayIdentity

/// Requests that were counted and may have a further decision, so that none is counted twice.
///
/// Where a console's answer counts as more than the console, its request has two records of a decision, and the second says what became of it. They
/// are known by their `request_id`: one that was refused before the policy was asked has no label. Bounded: a request goes when it has ended, and the
/// oldest go where too many have not.
public struct CountedRequests<Note: Sendable>: Sendable {
    /// A request of so long before a period may have a further decision in it.
    public static var lookBack: Duration { .seconds(3600) }

    private let limit: Int
    private var young: [RequestID: Note] = [:]
    private var old: [RequestID: Note] = [:]

    /// - Parameter limit: at least so many are kept, and at most twice as many.
    public init(limit: Int = 65_536) { self.limit = limit }

    public mutating func remember(_ record: RequestRecord, _ note: Note) {
        guard let id = record.id else { return }
        forget(id)
        if young.count >= limit {
            old = young
            young = [:]
        }
        young[id] = note
    }

    /// - Returns: what was noted of a request that this is a further decision of.
    public mutating func earlier(_ record: RequestRecord) -> Note? {
        guard let id = record.id else { return nil }
        guard record.isDecision else {
            forget(id)
            return nil
        }
        return young[id] ?? old[id]
    }

    private mutating func forget(_ id: RequestID) {
        young[id] = nil
        old[id] = nil
    }
}
