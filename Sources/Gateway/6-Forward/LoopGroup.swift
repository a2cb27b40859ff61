internal import GatewayPolicy
internal import GatewayUpstreams

/// One group as one event loop uses it: whose turn it is here, what may be retried from here, and successes that nobody waits to hear of. Belongs to
/// its loop, so a choice costs a read of one shared word and some additions.
final class LoopGroup {
    let group: UpstreamGroup
    private var turns: WeightedTurns
    private var budget: RetryBudget
    /// Since the group was told last, one per member.
    private var successes: [Int]

    /// - Parameter turn: where this loop begins; another one than other loops.
    init(_ group: UpstreamGroup, startingAt turn: Int) {
        self.group = group
        turns = WeightedTurns(weights: group.rules.members.map(\.weight), startingAt: turn)
        budget = RetryBudget(share: group.rules.retries.share)
        successes = Array(repeating: 0, count: group.targets.count)
    }

    /// The member for a request that comes.
    ///
    /// - Parameter session: 64 bits that stay the same as long as the session; looked at only where sessions stick.
    func choose(for session: UInt64) -> Int? {
        budget.noteRequest()
        return choose(for: session, among: group.serving)
    }

    /// Whether a request that failed goes on, and which member is next.
    ///
    /// - Parameter tried: members it was sent to already.
    func choose(
        for session: UInt64, again request: RepeatableRequest, after failure: TryFailure, at place: Int,
        tries: Int, tried: MemberSet
    ) -> Int? {
        let others = group.serving.subtracting(tried)
        switch group.rules.retries.verdict(on: request, after: failure, tries: tries, others: others, budget: &budget) {
        case .elsewhere:
            group.counters.retries.note()
            return choose(for: session, among: others)
        case .sameAgain:
            group.counters.retries.note()
            return place
        case .giveUp(.budgetSpent):
            group.counters.retriesOverBudget.note()
            return nil
        case .giveUp(.notRepeatable), .giveUp(.triesSpent), .giveUp(.nobodyElse):
            return nil
        }
    }

    private func choose(for session: UInt64, among members: MemberSet) -> Int? {
        group.ranking.map { $0.member(for: session, among: members) } ?? turns.next(among: members)
    }

    func succeeded(_ place: Int) {
        if group.awaitsSuccess(of: place) { group.succeeded(place, times: 1) } else { successes[place] += 1 }
    }

    /// A failure is told at once, and behind the successes that came before it.
    func failed(_ place: Int, _ failure: MemberFailure) {
        settle(place)
        group.failed(place, failure)
    }

    /// Tells the group of successes.
    func settle() {
        for place in successes.indices { settle(place) }
    }

    private func settle(_ place: Int) {
        guard successes[place] > 0 else { return }
        group.succeeded(place, times: successes[place])
        successes[place] = 0
    }
}

@available(*, unavailable)
extension LoopGroup: Sendable {}
