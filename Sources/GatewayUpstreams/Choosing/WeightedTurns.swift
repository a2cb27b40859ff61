/// Members take turns by weight, smoothly: of any run as long as the sum of the weights, each gets exactly its weight, and a heavy one not all at once.
///
/// The algorithm of nginx (`ngx_http_upstream_round_robin`, "smooth weighted round-robin"): each turn every member earns its weight, the richest is
/// chosen and pays what all have earned. It is chosen over least outstanding requests because it needs nothing that loops would have to share, and
/// because a member that fails at once never looks like the idlest one.
public struct WeightedTurns: Sendable {
    private let weights: [Int]
    private var credit: [Int]

    /// - Parameters:
    ///   - weights: one per member, each at least 1; at most `MemberSet.capacity`.
    ///   - turn: how many turns were taken already, so that several loops do not all begin with the same member.
    public init(weights: [Int], startingAt turn: Int = 0) {
        precondition(!weights.isEmpty && weights.count <= MemberSet.capacity && weights.allSatisfy { $0 > 0 })
        self.weights = weights
        credit = Array(repeating: 0, count: weights.count)
        for _ in 0..<turn % weights.reduce(0, +) { _ = next(among: .first(weights.count)) }
    }

    /// - Returns: the place of the member whose turn it is, `nil` when `members` is empty.
    public mutating func next(among members: MemberSet) -> Int? {
        if let only = members.only { return only }
        var best: Int?
        var earned = 0
        for place in weights.indices where members.contains(place) {
            credit[place] += weights[place]
            earned += weights[place]
            if best.map({ credit[place] > credit[$0] }) ?? true { best = place }
        }
        if let best { credit[best] -= earned }
        return best
    }
}
