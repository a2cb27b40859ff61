import GatewayUpstreams
import Testing

@Suite struct `Turns by weight` {
    @Test func `are as smooth as the algorithm's own example`() {
        // The commit that brought it to nginx ("Upstream: smooth weighted round-robin balancing", 52327e0627f4): { 5, 1, 1 } gives a a b a c a a.
        var turns = WeightedTurns(weights: [5, 1, 1])
        #expect((0..<7).map { _ in turns.next(among: .first(3)) } == [0, 0, 1, 0, 2, 0, 0])
    }

    @Test(arguments: [[1], [1, 1, 1], [5, 1, 1], [3, 2], [100, 1], [7, 11, 13, 1], Array(1...64)])
    func `give each member exactly its weight in every round`(weights: [Int]) {
        var turns = WeightedTurns(weights: weights)
        for _ in 0..<3 {
            var counts = Array(repeating: 0, count: weights.count)
            for _ in 0..<weights.reduce(0, +) {
                if let place = turns.next(among: .first(weights.count)) { counts[place] += 1 }
            }
            #expect(counts == weights)
        }
    }

    @Test func `go round among those who are there`() {
        var turns = WeightedTurns(weights: [2, 1, 1])
        let two: MemberSet = [MemberSet(0), MemberSet(2)]
        let chosen = (0..<6).compactMap { _ in turns.next(among: two) }
        #expect(chosen.count { $0 == 0 } == 4)
        #expect(chosen.count { $0 == 2 } == 2)
        #expect(turns.next(among: MemberSet(1)) == 1)
        #expect(turns.next(among: []) == nil)
    }

    @Test func `do not make up to a member for the time it was away`() {
        var turns = WeightedTurns(weights: [1, 1])
        for _ in 0..<1000 { #expect(turns.next(among: MemberSet(0)) == 0) }
        let chosen = (0..<10).compactMap { _ in turns.next(among: .first(2)) }
        #expect(chosen.count { $0 == 0 } == 5)
    }

    @Test func `begin elsewhere on every loop`() {
        let first = (0..<3).map { loop in
            var turns = WeightedTurns(weights: [1, 1, 1], startingAt: loop)
            return turns.next(among: .first(3))
        }
        #expect(Set(first) == [0, 1, 2])
    }
}

@Suite struct `A session's member` {
    private static let names = (0..<5).map { (name: "https://console-\($0).example:8443", weight: 1) }
    private let ranking = SessionRanking(names)

    /// SplitMix64, as sessions: even bits, the same in every run.
    private static let sessions: [UInt64] = (1...20_000).map { step in
        var z = UInt64(step) &* 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    @Test func `stays the same`() {
        let again = SessionRanking(Self.names)
        for session in Self.sessions.prefix(1000) {
            let member = ranking.member(for: session, among: .first(5))
            #expect(member != nil)
            #expect(again.member(for: session, among: .first(5)) == member)
        }
    }

    @Test func `changes only when it is gone, and comes back with it`() {
        let without = MemberSet.first(5).subtracting(MemberSet(2))
        var moved = 0
        for session in Self.sessions {
            let before = ranking.member(for: session, among: .first(5))
            let now = ranking.member(for: session, among: without)
            if before == 2 { moved += 1 } else { #expect(now == before) }
            #expect(now != 2)
        }
        #expect(moved > 0)
    }

    @Test func `does not depend on the order in which members are written`() {
        let backwards = SessionRanking(Self.names.reversed())
        for session in Self.sessions.prefix(1000) {
            let member = ranking.member(for: session, among: .first(5))
            #expect(backwards.member(for: session, among: .first(5)).map { 4 - $0 } == member)
        }
    }

    @Test func `is spread by weight`() {
        let weighted = SessionRanking([("a", 1), ("b", 2), ("c", 7)])
        var counts = [0, 0, 0]
        for session in Self.sessions {
            if let member = weighted.member(for: session, among: .first(3)) { counts[member] += 1 }
        }
        // Five standard deviations of 20,000 draws: 212, 283, 324.
        #expect((2000 - 212...2000 + 212).contains(counts[0]))
        #expect((4000 - 283...4000 + 283).contains(counts[1]))
        #expect((14_000 - 324...14_000 + 324).contains(counts[2]))
    }

    @Test func `moves only towards a member that gets more weight`() {
        let heavier = SessionRanking(Self.names.enumerated().map { ($1.name, $0 == 3 ? 2 : 1) })
        for session in Self.sessions.prefix(2000) {
            let before = ranking.member(for: session, among: .first(5))
            let now = heavier.member(for: session, among: .first(5))
            #expect(now == before || now == 3)
        }
    }

    @Test func `is nobody when nobody serves`() { #expect(ranking.member(for: 1, among: []) == nil) }
}
