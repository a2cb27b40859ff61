import GatewayUpstreams
import Testing

@Suite struct `A failed request` {
    private let rules = RetryRules(tries: 3, share: 20)
    private let others = MemberSet(1)

    private func verdict(
        _ failure: TryFailure, isIdempotent: Bool = true, hasSentBody: Bool = false, tries: Int = 1,
        others: MemberSet = MemberSet(1)
    ) -> RetryVerdict {
        var budget = RetryBudget(share: 20)
        var request = RepeatableRequest(isIdempotent: isIdempotent)
        request.hasSentBody = hasSentBody
        return rules.verdict(on: request, after: failure, tries: tries, others: others, budget: &budget)
    }

    @Test(arguments: [TryFailure.unreached, .full, .notProcessed, .stale, .unanswered])
    func `goes to another member when its method may be repeated and no body was sent`(failure: TryFailure) {
        #expect(verdict(failure) == .elsewhere)
    }

    @Test(arguments: [
        (TryFailure.unreached, RetryVerdict.elsewhere), (.full, .elsewhere), (.notProcessed, .elsewhere),
        (.stale, .giveUp(.notRepeatable)), (.unanswered, .giveUp(.notRepeatable)), (.final, .giveUp(.notRepeatable)),
    ])
    func `with a method that is not idempotent goes on only if it was never applied`(
        failure: TryFailure, expected: RetryVerdict
    ) {
        // RFC 9110 § 9.2.2.
        #expect(verdict(failure, isIdempotent: false) == expected)
    }

    @Test(arguments: [TryFailure.unreached, .full, .notProcessed, .stale, .unanswered, .final])
    func `of which some body was sent goes nowhere`(failure: TryFailure) {
        #expect(verdict(failure, hasSentBody: true) == .giveUp(.notRepeatable))
    }

    @Test func `that got an answer, or ran out of time, is not sent again`() {
        #expect(verdict(.final) == .giveUp(.notRepeatable))
    }

    @Test func `is tried only so often`() {
        #expect(verdict(.stale, tries: 2) == .elsewhere)
        #expect(verdict(.stale, tries: 3) == .giveUp(.triesSpent))
    }

    @Test func `goes to the same member again only when it was a kept connection that ended`() {
        #expect(verdict(.stale, others: []) == .sameAgain)
        #expect(verdict(.unreached, others: []) == .giveUp(.nobodyElse))
        #expect(verdict(.full, others: []) == .giveUp(.nobodyElse))
        #expect(verdict(.unanswered, others: []) == .giveUp(.nobodyElse))
    }
}

@Suite struct `The retry budget` {
    @Test(arguments: [0, 10, 20, 50])
    func `bounds retries by a share of the requests, whatever fails`(share: Int) {
        let rules = RetryRules(tries: 10, share: share)
        var budget = RetryBudget(share: share)
        var sent = 0
        let requests = 10_000
        for _ in 0..<requests {
            budget.noteRequest()
            sent += 1
            for tries in 1...10 {
                let verdict = rules.verdict(
                    on: RepeatableRequest(isIdempotent: true), after: .stale, tries: tries, others: MemberSet(1),
                    budget: &budget)
                guard verdict == .elsewhere else { break }
                sent += 1
            }
        }
        #expect(sent - requests <= RetryBudget.reserve + requests * share / 100)
        #expect(sent - requests >= requests * share / 100)
    }

    @Test(arguments: [TryFailure.unreached, .notProcessed])
    func `is not charged for the first time that nobody had any work with a request`(failure: TryFailure) {
        let rules = RetryRules(tries: 3, share: 0)
        var budget = RetryBudget(share: 0)
        func verdict(tries: Int) -> RetryVerdict {
            rules.verdict(
                on: RepeatableRequest(isIdempotent: false), after: failure, tries: tries, others: MemberSet(1),
                budget: &budget)
        }
        for _ in 0..<(2 * RetryBudget.reserve) { #expect(verdict(tries: 1) == .elsewhere) }
        for _ in 0..<RetryBudget.reserve { #expect(verdict(tries: 2) == .elsewhere) }
        #expect(verdict(tries: 2) == .giveUp(.budgetSpent))
    }

    @Test func `saves up for a bad moment, but not without end`() {
        var budget = RetryBudget(share: 20)
        for _ in 0..<1_000_000 { budget.noteRequest() }
        let rules = RetryRules(tries: .max, share: 20)
        let retries = (1...1000).count { tries in
            rules.verdict(
                on: RepeatableRequest(isIdempotent: true), after: .stale, tries: tries, others: [], budget: &budget)
                == .sameAgain
        }
        #expect(retries == RetryBudget.ceiling)
    }
}
