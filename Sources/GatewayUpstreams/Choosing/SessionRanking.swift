/// Sends each session to one member, and to the same one as long as that serves: rendezvous hashing (Thaler and Ravishankar, 1998).
///
/// Every member draws a number for the session, as many times as it has weight, and the highest draw has it. So a member that goes takes only its own
/// sessions with it, one that comes back gets exactly those again, and every node and every start of the program decides alike: nothing is remembered.
public struct SessionRanking: Sendable {
    private struct Member: Sendable {
        let seed: UInt64
        let weight: Int
    }

    private let members: [Member]

    /// - Parameter members: what names each member for good, its address, and its weight.
    public init(_ members: [(name: String, weight: Int)]) {
        self.members = members.map { Member(seed: Self.digest($0.name), weight: $0.weight) }
    }

    /// - Parameter session: 64 bits of an identifier that nobody can choose.
    /// - Returns: the place of its member, `nil` when `candidates` is empty.
    public func member(for session: UInt64, among candidates: MemberSet) -> Int? {
        var best: (place: Int, draw: UInt64)?
        for place in members.indices where candidates.contains(place) {
            let draw = highestDraw(of: members[place], for: session)
            if best.map({ draw > $0.draw }) ?? true { best = (place, draw) }
        }
        return best?.place
    }

    private func highestDraw(of member: Member, for session: UInt64) -> UInt64 {
        var highest: UInt64 = 0
        for time in 1...UInt64(member.weight) {
            highest = max(highest, Self.mixed(session ^ Self.mixed(member.seed &+ time &* 0x9e37_79b9_7f4a_7c15)))
        }
        return highest
    }

    /// FNV-1a.
    private static func digest(_ name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input changes half of the output.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
