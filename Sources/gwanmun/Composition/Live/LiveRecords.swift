import GatewayAccess
import GatewayDesk
import GatewayIdentity

/// What was heard of records: of each visitor the last, and the newest that are worth telling. Both are bounded.
struct LiveRecords: Sendable {
    /// Those who are remembered, at least.
    static let visitors = 16_384
    static let newest = 1024

    /// By `LiveAction.visitor`.
    private(set) var last: [String: LiveAction] = [:]
    /// Oldest first.
    private var told: [LiveAction] = []

    struct Heard: Sendable {
        let action: LiveAction
        /// A partner's, or something that came to nothing.
        let isWorthTelling: Bool
    }

    mutating func take(_ heard: [Heard]) {
        for one in heard {
            if let visitor = one.action.visitor { last[visitor] = one.action }
            if one.isWorthTelling { told.append(one.action) }
        }
        if told.count > Self.newest { told.removeFirst(told.count - Self.newest) }
        if last.count > 2 * Self.visitors { forgetOldest() }
    }

    /// The half that did nothing for longest.
    private mutating func forgetOldest() {
        let middle = last.values.map(\.sequence).sorted()[last.count - Self.visitors]
        last = last.filter { $0.value.sequence >= middle }
    }

    func news(after sequence: UInt64, limit: Int) -> LiveNews {
        let behind = told.drop { $0.sequence <= sequence }
        return LiveNews(actions: Array(behind.suffix(limit)), leftOut: max(0, behind.count - limit))
    }
}
