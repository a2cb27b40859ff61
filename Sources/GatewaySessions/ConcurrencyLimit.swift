/// How many sessions one account may have at a time, and who yields (compliance profile 2.2).
public struct ConcurrencyLimit: Hashable, Sendable {
    public enum Overflow: Hashable, Sendable {
        /// The newest login wins; both sides are told.
        case endOldest
        /// The sessions that are there win.
        case refuseNew
    }

    public enum Verdict: Hashable, Sendable {
        /// The login may go on once these have ended; none in most cases.
        case admitted(ending: [SessionID])
        case refused
    }

    public let sessions: Int
    public let overflow: Overflow

    /// - Precondition: `sessions` is positive.
    public init(sessions: Int, overflow: Overflow) {
        precondition(sessions > 0)
        self.sessions = sessions
        self.overflow = overflow
    }

    /// - Parameter live: the account's sessions that are live now, in any order.
    public func verdict(live: [Session]) -> Verdict {
        let surplus = live.count + 1 - sessions
        guard surplus > 0 else { return .admitted(ending: []) }
        switch overflow {
        case .refuseNew:
            return .refused
        case .endOldest:
            let oldestFirst = live.sorted { ($0.createdAt, $0.id.description) < ($1.createdAt, $1.id.description) }
            return .admitted(ending: oldestFirst.prefix(surplus).map(\.id))
        }
    }
}
