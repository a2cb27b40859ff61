internal import GatewayIdentity

/// Who may shake hands now, who waits and who is turned away, on one event loop.
///
/// A handshake under way costs memory until it ends or its time is up, so only so many are. Strangers get a part of them, which shrinks under
/// pressure, and no source alone gets more than a quarter; what they leave is for sources that people of ours come from, and the last few for
/// the desk. Those who wait hold what they sent and nothing else.
struct HandshakeQueue<Waiter: AnyObject> {
    /// Of this loop.
    struct Limits {
        let underWay: Int
        let waiting: Int

        /// - Parameter handshakes: at once, of all loops.
        init(handshakes: Int, loops: Int) {
            underWay = max(1, handshakes / loops)
            waiting = 4 * underWay
        }

        var perSource: Int { max(1, underWay / 4) }
    }

    enum Answer: Equatable {
        case goAhead, wait, refused
    }

    private let limits: Limits
    private var underWay: [Rank: Int] = [:]
    private var bySource: [NetworkAddress: Int] = [:]
    private var waiting: [Rank: [(waiter: Waiter, arrival: Arrival)]] = [:]

    init(limits: Limits) { self.limits = limits }

    var hasWaiters: Bool { waiting.values.contains { !$0.isEmpty } }
    var countWaiting: Int { waiting.values.reduce(0) { $0 + $1.count } }
    var countUnderWay: Int { underWay.values.reduce(0, +) }

    /// - Parameter mayBegin: whether anybody may begin right now; if not, who would have had a turn waits for it.
    mutating func ask(_ waiter: Waiter, _ arrival: Arrival, under pressure: Pressure, mayBegin: Bool) -> Answer {
        if mayBegin, hasTurn(arrival, under: pressure), !isBehindOthers(arrival, under: pressure) {
            begin(arrival)
            return .goAhead
        }
        guard waiting[arrival.rank, default: []].count < room(toWait: arrival.rank, under: pressure) else {
            return .refused
        }
        waiting[arrival.rank, default: []].append((waiter, arrival))
        return .wait
    }

    /// Takes the next one out who may begin: the highest rank, and of one rank who came first.
    ///
    /// - Parameter lowest: nobody below it may begin right now.
    mutating func next(under pressure: Pressure, from lowest: Rank) -> Waiter? {
        for rank in Rank.allCases.reversed() where rank >= lowest {
            guard let index = waiting[rank]?.firstIndex(where: { hasTurn($0.arrival, under: pressure) }),
                let (waiter, arrival) = waiting[rank]?.remove(at: index)
            else { continue }
            begin(arrival)
            return waiter
        }
        return nil
    }

    /// Whoever waits no more.
    mutating func withdraw(_ waiter: Waiter) {
        for rank in Rank.allCases { waiting[rank]?.removeAll { $0.waiter === waiter } }
    }

    /// The handshake is done, or came to nothing.
    mutating func end(_ arrival: Arrival) {
        underWay[arrival.rank, default: 1] -= 1
        let left = bySource[arrival.source.throttleKey, default: 1] - 1
        bySource[arrival.source.throttleKey] = left > 0 ? left : nil
    }

    /// Before a connection is taken at all: nobody of this rank would get a turn or a place to wait.
    func turnsAway(_ rank: Rank, under pressure: Pressure) -> Bool {
        room(toWait: rank, under: pressure) == 0 && underWay[rank, default: 0] >= share(of: rank, under: pressure)
    }

    // MARK: The rules

    private func hasTurn(_ arrival: Arrival, under pressure: Pressure) -> Bool {
        let rank = arrival.rank
        guard countUnderWay < ceiling(for: rank),
            underWay[rank, default: 0] < share(of: rank, under: pressure)
        else { return false }
        switch rank {
        case .desk: return true
        case .stranger, .acquaintance: return bySource[arrival.source.throttleKey, default: 0] < limits.perSource
        }
    }

    /// How many may be under way in all for one more of this rank to begin.
    private func ceiling(for rank: Rank) -> Int {
        switch rank {
        case .desk: limits.underWay
        case .acquaintance, .stranger: max(1, limits.underWay - limits.underWay / 8)
        }
    }

    private func share(of rank: Rank, under pressure: Pressure) -> Int {
        switch (rank, pressure) {
        case (.desk, _), (.acquaintance, _): limits.underWay
        case (.stranger, .normal): max(1, limits.underWay * 3 / 4)
        case (.stranger, .strained): max(1, limits.underWay / 4)
        // One at a time: a probe still finds us well, and somebody new gets in now and then.
        case (.stranger, .overloaded): 1
        }
    }

    private func room(toWait rank: Rank, under pressure: Pressure) -> Int {
        switch (rank, pressure) {
        case (.desk, _), (.acquaintance, _), (.stranger, .normal): limits.waiting
        case (.stranger, .strained): limits.underWay
        case (.stranger, .overloaded): 0
        }
    }

    /// Nobody overtakes those who wait and could begin now.
    private func isBehindOthers(_ arrival: Arrival, under pressure: Pressure) -> Bool {
        Rank.allCases.contains { rank in
            rank >= arrival.rank && waiting[rank, default: []].contains { hasTurn($0.arrival, under: pressure) }
        }
    }

    private mutating func begin(_ arrival: Arrival) {
        underWay[arrival.rank, default: 0] += 1
        bySource[arrival.source.throttleKey, default: 0] += 1
    }
}
