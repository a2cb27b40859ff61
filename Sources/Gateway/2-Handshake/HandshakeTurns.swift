internal import NIOCore

/// Hands out the turns of `HandshakeQueue` on one event loop, and keeps its pace.
final class HandshakeTurns {
    private let loop: any EventLoop
    private let pressure: LoopPressure
    private var queue: HandshakeQueue<Vestibule>
    private var pace = HandshakePace()
    private var isCalling = false

    init(loop: any EventLoop, pressure: LoopPressure, limits: HandshakeQueue<Vestibule>.Limits) {
        self.loop = loop
        self.pressure = pressure
        queue = HandshakeQueue(limits: limits)
    }

    /// Whoever is told to wait is called in (`Vestibule.enter`) when it is their turn, or withdraws.
    func ask(_ waiter: Vestibule, _ arrival: Arrival) -> HandshakeQueue<Vestibule>.Answer {
        let mayBegin = arrival.rank >= pace.lowestRank(at: loop.now)
        let answer = queue.ask(waiter, arrival, under: pressure.level, mayBegin: mayBegin)
        if answer == .wait, !mayBegin { call(in: HandshakePace.window) }
        return answer
    }

    var underWay: Int { queue.countUnderWay }
    var waiting: Int { queue.countWaiting }

    func turnsAway(_ rank: Rank) -> Bool { queue.turnsAway(rank, under: pressure.level) }

    func withdraw(_ waiter: Vestibule) { queue.withdraw(waiter) }

    /// Gives a turn back.
    func end(_ arrival: Arrival) {
        queue.end(arrival)
        // Later, not within: a turn that comes to nothing at once would call the next one from inside the last.
        if queue.hasWaiters { call(in: .zero) }
    }

    /// Does the work of beginning a handshake, on the pace's account.
    func begin(_ work: () -> Void) {
        let start = loop.now
        work()
        pace.spend(loop.now - start)
    }

    /// Also asked by the tick: pressure that has gone leaves room that no end of a handshake announces.
    func callNext() {
        while queue.hasWaiters {
            let lowest = pace.lowestRank(at: loop.now)
            guard let next = queue.next(under: pressure.level, from: lowest) else {
                if lowest > .stranger { call(in: HandshakePace.window) }
                return
            }
            next.enter()
        }
    }

    private func call(in time: TimeAmount) {
        guard !isCalling else { return }
        isCalling = true
        let me = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: time) {
            me.value.isCalling = false
            me.value.callNext()
        }
    }
}

@available(*, unavailable)
extension HandshakeTurns: Sendable {}
