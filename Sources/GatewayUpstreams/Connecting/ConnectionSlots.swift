/// How many connections one member takes from this node, and who waits when they are all taken.
public struct ConnectionRules: Hashable, Sendable {
    public var limit: Int
    /// How long a request waits for a place; nothing: it is refused at once.
    public var wait: Duration
    /// How many wait at once; the next one is refused.
    public var waiting: Int

    public init(limit: Int = 1024, wait: Duration = .seconds(1), waiting: Int = 128) {
        self.limit = limit
        self.wait = wait
        self.waiting = waiting
    }
}

/// The places of one member, and the line before them: first come, first served.
public struct ConnectionSlots<Waiter: Sendable>: Sendable {
    public enum Verdict: Hashable, Sendable {
        case granted
        /// Call `withdraw` with the ticket when the wait is over.
        case queued(ticket: UInt64, wait: Duration)
        case refused
    }

    private var rules: ConnectionRules
    private var line: [(ticket: UInt64, waiter: Waiter)] = []
    private var lastTicket: UInt64 = 0
    /// Places taken, by connections that stand or are being made.
    public private(set) var taken = 0

    public init(_ rules: ConnectionRules) { self.rules = rules }

    public var waiting: Int { line.count }

    public mutating func take(orWait waiter: @autoclosure () -> Waiter) -> Verdict {
        if taken < rules.limit, line.isEmpty {
            taken += 1
            return .granted
        }
        guard rules.wait > .zero, line.count < rules.waiting else { return .refused }
        lastTicket += 1
        line.append((lastTicket, waiter()))
        return .queued(ticket: lastTicket, wait: rules.wait)
    }

    /// A connection is gone.
    ///
    /// - Returns: who has its place now.
    public mutating func release() -> Waiter? {
        if taken <= rules.limit, !line.isEmpty { return line.removeFirst().waiter }
        taken -= 1
        return nil
    }

    /// A connection has nothing to do.
    ///
    /// - Parameter serves: whether it can be lent to this one, for whom a place alone is worth less.
    /// - Returns: who is first in line, if the connection can serve it.
    public mutating func lend(to serves: (Waiter) -> Bool) -> Waiter? {
        guard let first = line.first, serves(first.waiter) else { return nil }
        return line.removeFirst().waiter
    }

    /// - Returns: whether it was still waiting; if not, it has been given a place.
    public mutating func withdraw(_ ticket: UInt64) -> Bool {
        guard let place = line.firstIndex(where: { $0.ticket == ticket }) else { return false }
        line.remove(at: place)
        return true
    }

    /// Other rules from now on. Connections beyond a lower limit end as they do anyway.
    public mutating func adopt(_ rules: ConnectionRules) { self.rules = rules }
}
