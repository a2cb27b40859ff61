/// How often a request may be tried on the members of a group.
public struct RetryRules: Hashable, Sendable {
    /// In all, the first one included; 1: never again. 3 gets past a dead kept connection and a dead member.
    public var tries: Int
    /// Percent of all requests that may be tried again after somebody had work with them, so that retries cannot become the load that keeps a console down.
    public var share: Int

    public init(tries: Int = 3, share: Int = 20) {
        self.tries = tries
        self.share = share
    }

    /// Whether a request that failed may be sent again, and where.
    ///
    /// RFC 9110 § 9.2.2: a request is not repeated automatically unless its method is idempotent, or it is known that it was never applied. And what was
    /// read of a body is gone: nothing is kept of it to be sent twice.
    ///
    /// - Parameters:
    ///   - tries: how often it was sent so far, this one included.
    ///   - others: members that serve and were not tried.
    ///   - budget: is charged when the answer is a retry.
    public func verdict(
        on request: RepeatableRequest, after failure: TryFailure, tries: Int, others: MemberSet,
        budget: inout RetryBudget
    ) -> RetryVerdict {
        guard tries < self.tries else { return .giveUp(.triesSpent) }
        guard mayRepeat(request, after: failure) else { return .giveUp(.notRepeatable) }
        let place: RetryVerdict = others.isEmpty ? .sameAgain : .elsewhere
        // That a connection ended, in order or not, says little about the member behind it; everything else would most likely only happen again.
        guard place == .elsewhere || failure == .stale || failure == .notProcessed else { return .giveUp(.nobodyElse) }
        // Nobody had any work with it, and one GOAWAY, or one member that is gone, meets all that is under way: the first time is free.
        if tries == 1, failure == .notProcessed || failure == .unreached { return place }
        return budget.take() ? place : .giveUp(.budgetSpent)
    }

    private func mayRepeat(_ request: RepeatableRequest, after failure: TryFailure) -> Bool {
        guard !request.hasSentBody else { return false }
        switch failure {
        case .unreached, .full, .notProcessed: return true
        case .stale, .unanswered: return request.isIdempotent
        case .final: return false
        }
    }
}

/// What decides whether a request may be sent twice.
public struct RepeatableRequest: Hashable, Sendable {
    /// Of its method (RFC 9110 § 9.2.2).
    public let isIdempotent: Bool
    /// A piece of its body, or its end, was handed on.
    public var hasSentBody = false

    public init(isIdempotent: Bool) { self.isIdempotent = isIdempotent }
}

/// How a try ended, by what may have happened to the request.
public enum TryFailure: Hashable, Sendable {
    /// No connection came about to send it on.
    case unreached
    /// None was free, and no more may be.
    case full
    /// The member says that it did nothing with it (RFC 9113 § 8.7: REFUSED_STREAM, or beyond the last stream of a GOAWAY).
    case notProcessed
    /// A kept connection ended before a byte of an answer: most likely before the request arrived (RFC 9112 § 9.3.1).
    case stale
    /// A fresh connection ended before a byte of an answer.
    case unanswered
    /// Anything else: an answer had begun, or time ran out.
    case final
}

public enum RetryVerdict: Hashable, Sendable {
    case elsewhere
    /// On a fresh connection to the same member.
    case sameAgain
    case giveUp(Cause)

    public enum Cause: Hashable, Sendable {
        case notRepeatable, triesSpent, nobodyElse, budgetSpent
    }
}
