import GatewayIdentity
import NIOCore
import Testing

@testable import Gateway

@Suite struct `A turn to shake hands` {
    private final class Waiter {}
    private typealias Answer = HandshakeQueue<Waiter>.Answer

    /// A queue that tests may ask from within an expectation.
    private final class Line {
        private var queue: HandshakeQueue<Waiter>

        init(handshakes: Int, loops: Int = 1) { queue = .init(limits: .init(handshakes: handshakes, loops: loops)) }

        var hasWaiters: Bool { queue.hasWaiters }

        func ask(_ waiter: Waiter, _ arrival: Arrival, under pressure: Pressure = .normal, mayBegin: Bool = true)
            -> Answer
        {
            queue.ask(waiter, arrival, under: pressure, mayBegin: mayBegin)
        }

        func next(under pressure: Pressure = .normal, from lowest: Rank = .stranger) -> Waiter? {
            queue.next(under: pressure, from: lowest)
        }
        func end(_ arrival: Arrival) { queue.end(arrival) }
        func withdraw(_ waiter: Waiter) { queue.withdraw(waiter) }
        func turnsAway(_ rank: Rank, under pressure: Pressure) -> Bool { queue.turnsAway(rank, under: pressure) }
    }

    private func arrival(_ rank: Rank, from source: UInt32) -> Arrival {
        Arrival(source: NetworkAddress(v4: source), rank: rank)
    }

    /// - Parameter sources: each asks once.
    private func ask(
        _ queue: Line, _ rank: Rank, from sources: ClosedRange<UInt32>, under pressure: Pressure = .normal
    ) -> [Answer] {
        sources.map { queue.ask(Waiter(), arrival(rank, from: $0), under: pressure) }
    }

    @Test func `is had by three quarters strangers, then acquaintances, and at last the desk alone`() {
        let queue = Line(handshakes: 32)
        #expect(ask(queue, .stranger, from: 1...24).allSatisfy { $0 == .goAhead })
        #expect(ask(queue, .stranger, from: 25...25) == [.wait])
        #expect(ask(queue, .acquaintance, from: 101...104).allSatisfy { $0 == .goAhead })
        #expect(ask(queue, .acquaintance, from: 105...105) == [.wait])
        #expect(ask(queue, .desk, from: 201...204).allSatisfy { $0 == .goAhead })
        #expect(ask(queue, .desk, from: 205...205) == [.wait])
    }

    @Test func `is not had by one source more than a quarter of the time, unless it is at the desk`() {
        let queue = Line(handshakes: 32)
        for rank in [Rank.stranger, .acquaintance] {
            let source = UInt32(rank.rawValue)
            for _ in 0..<8 { #expect(ask(queue, rank, from: source...source) == [.goAhead]) }
            #expect(ask(queue, rank, from: source...source) == [.wait])
        }
        for _ in 0..<9 { #expect(ask(queue, .desk, from: 7...7) == [.goAhead]) }
    }

    @Test func `goes to the highest rank, and of one rank to whoever came first`() {
        let queue = Line(handshakes: 1)
        #expect(ask(queue, .stranger, from: 1...1) == [.goAhead])
        let waiters = [Waiter(), Waiter(), Waiter(), Waiter()]
        let ranks: [Rank] = [.stranger, .stranger, .acquaintance, .desk]
        for (index, rank) in ranks.enumerated() {
            let asked = queue.ask(
                waiters[index], arrival(rank, from: 10 + UInt32(index)))
            #expect(asked == .wait)
        }
        #expect(queue.next() == nil)
        var last = arrival(.stranger, from: 1)
        for index in [3, 2, 0, 1] {
            queue.end(last)
            #expect(queue.next() === waiters[index])
            #expect(queue.next() == nil)
            last = arrival(ranks[index], from: 10 + UInt32(index))
        }
        #expect(!queue.hasWaiters)
    }

    @Test func `is not lost to one who waits for another reason`() {
        let queue = Line(handshakes: 8)
        #expect(ask(queue, .stranger, from: 1...1) + ask(queue, .stranger, from: 1...1) == [.goAhead, .goAhead])
        let greedy = Waiter()
        #expect(queue.ask(greedy, arrival(.stranger, from: 1)) == .wait)
        #expect(ask(queue, .stranger, from: 2...2) == [.goAhead], "the greedy source waits for itself alone")
        queue.end(arrival(.stranger, from: 1))
        #expect(queue.next() === greedy)
    }

    @Test func `is not taken from one who waits by one who has just come`() {
        let queue = Line(handshakes: 8)
        let first = Waiter()
        #expect(queue.ask(first, arrival(.stranger, from: 1), mayBegin: false) == .wait)
        #expect(ask(queue, .stranger, from: 2...2) == [.wait])
        #expect(ask(queue, .acquaintance, from: 3...3) == [.goAhead])
        #expect(queue.next() === first)
    }

    @Test func `is waited for by so many, and the next is refused`() {
        let queue = Line(handshakes: 4)
        #expect(ask(queue, .stranger, from: 1...3).allSatisfy { $0 == .goAhead })
        #expect(ask(queue, .stranger, from: 4...19).allSatisfy { $0 == .wait })
        #expect(ask(queue, .stranger, from: 20...20) == [.refused])
        #expect(ask(queue, .acquaintance, from: 21...21) == [.goAhead])
    }

    @Test func `is no longer kept for who has gone`() {
        let queue = Line(handshakes: 1)
        #expect(ask(queue, .stranger, from: 1...1) == [.goAhead])
        let waiter = Waiter()
        _ = queue.ask(waiter, arrival(.stranger, from: 2))
        queue.withdraw(waiter)
        queue.end(arrival(.stranger, from: 1))
        #expect(queue.next() == nil)
    }

    @Test func `is had by fewer strangers under pressure, and by one at a time when there is too much of it`() {
        let queue = Line(handshakes: 32)
        #expect(ask(queue, .stranger, from: 1...8, under: .strained).allSatisfy { $0 == .goAhead })
        #expect(ask(queue, .stranger, from: 9...40, under: .strained).allSatisfy { $0 == .wait })
        #expect(ask(queue, .stranger, from: 41...41, under: .strained) == [.refused])
        #expect(!queue.turnsAway(.stranger, under: .strained))

        let other = Line(handshakes: 32)
        #expect(!other.turnsAway(.stranger, under: .overloaded))
        #expect(ask(other, .stranger, from: 1...2, under: .overloaded) == [.goAhead, .refused])
        #expect(other.turnsAway(.stranger, under: .overloaded))
        #expect(!other.turnsAway(.acquaintance, under: .overloaded))
        #expect(ask(other, .acquaintance, from: 3...20, under: .overloaded).allSatisfy { $0 == .goAhead })
    }

    @Test func `is shared among the loops, and each has one at least`() {
        #expect(HandshakeQueue<Waiter>.Limits(handshakes: 256, loops: 4).underWay == 64)
        #expect(HandshakeQueue<Waiter>.Limits(handshakes: 3, loops: 8).underWay == 1)
        let queue = Line(handshakes: 1, loops: 8)
        #expect(ask(queue, .stranger, from: 1...1) == [.goAhead])
    }

    @Test func `is called for nobody below the rank that may begin now`() {
        let queue = Line(handshakes: 32)
        let (stranger, known) = (Waiter(), Waiter())
        for (waiter, rank) in [(stranger, Rank.stranger), (known, .acquaintance)] {
            #expect(queue.ask(waiter, arrival(rank, from: 1), mayBegin: false) == .wait)
        }
        #expect(queue.next(from: .desk) == nil)
        #expect(queue.next(from: .acquaintance) === known)
        #expect(queue.next(from: .acquaintance) == nil && queue.hasWaiters)
        #expect(queue.next() === stranger)
    }
}

@Suite struct `The pace of handshakes` {
    @Test func `leaves half of a loop's time to those who are in`() {
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var pace = HandshakePace()
        var answers: [Rank] = [pace.lowestRank(at: start)]
        for (spent, microseconds) in [(499, 0), (1, 0), (499, 0), (1, 1999), (0, 2000)] as [(Int64, Int64)] {
            pace.spend(.microseconds(spent))
            answers.append(pace.lowestRank(at: start + .microseconds(microseconds)))
        }
        #expect(answers == [.stranger, .stranger, .acquaintance, .acquaintance, .desk, .stranger])
    }
}

@Suite struct `A first record` {
    private func isThere(_ bytes: [UInt8]) -> Bool {
        ClientHelloRecord.isThere(in: ByteBuffer(bytes: bytes).readableBytesView)
    }

    @Test func `is waited for to its end`() {
        let record: [UInt8] = [22, 3, 1, 0, 4, 1, 0, 0, 0]
        for count in 0..<record.count { #expect(!isThere(Array(record[..<count]))) }
        #expect(isThere(record))
        #expect(isThere(record + [22]))
        let largest: [UInt8] = [22, 3, 1, 0x40, 0]
        #expect(!isThere(largest + [UInt8](repeating: 0, count: 16_383)))
        #expect(isThere(largest + [UInt8](repeating: 0, count: 16_384)))
    }

    /// TLS knows the alert.
    @Test(arguments: [Array("GET / HTTP/1.1".utf8), [22, 3, 1, 0, 0], [22, 3, 1, 0x40, 1], [21], [0]] as [[UInt8]])
    func `is not waited for where there will be none`(bytes: [UInt8]) {
        #expect(isThere(bytes))
    }
}
