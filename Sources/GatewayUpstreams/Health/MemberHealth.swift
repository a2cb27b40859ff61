/// What is known of one member: what its requests showed (passive), and what it answers when asked (active). The group decides what follows.
public struct MemberHealth: Hashable, Sendable {
    public enum Service: Hashable, Sendable {
        case serving
        /// Left out.
        case ejected(until: Moment)
        /// Just back: its first failure ejects it again, its first success ends this.
        case onProbation
    }

    public enum Checks: Hashable, Sendable {
        case unknown, passing, failing
    }

    public private(set) var service = Service.serving
    public private(set) var checks = Checks.unknown
    /// Ejections since it last did well for long; each doubles the next.
    public private(set) var ejections = 0
    private var failuresInARow = 0
    /// Connections that did not come about, since one did. A server that ends in order answers on those that stand and takes no more.
    private var unreachedInARow = 0
    private var sparedAt: Moment?
    private var returnedAt: Moment?
    private var window: OutcomeWindow?
    /// Checks in a row that say the contrary of `checks`.
    private var contrary = 0

    init(_ rules: EjectionRules?) { window = rules?.rate.map { OutcomeWindow($0.window) } }

    /// The same member under other rules: what it did stays known.
    func under(_ rules: EjectionRules?, checked: Bool) -> MemberHealth {
        var health = self
        health.window = rules?.rate.map { OutcomeWindow($0.window) }
        if rules == nil { health.service = .serving }
        if !checked { (health.checks, health.contrary) = (.unknown, 0) }
        return health
    }

    var isEjected: Bool {
        switch service {
        case .ejected: true
        case .serving, .onProbation: false
        }
    }

    /// A success would change something, so it has to be told at once and not with others later.
    var awaitsSuccess: Bool {
        switch service {
        case .serving: failuresInARow > 0
        case .onProbation: true
        case .ejected: false
        }
    }

    /// Time alone may change something: its ejection ends, or the share of its failures has to be looked at.
    var awaitsTime: Bool { isEjected || window?.hasFailures == true }

    // MARK: Passive

    /// What requests that were under way when it was ejected bring is not counted: neither does it lengthen the ejection nor end it.
    mutating func succeeded(_ times: Int, at now: Moment) {
        switch service {
        case .serving: break
        case .onProbation: service = .serving
        case .ejected: return
        }
        window?.note(succeeded: times, at: now)
        failuresInARow = 0
    }

    /// A connection came about.
    mutating func reached() { unreachedInARow = 0 }

    /// - Returns: why it should be ejected, `nil` when it may go on.
    mutating func failed(_ failure: MemberFailure, under rules: EjectionRules, at now: Moment) -> EjectionCause? {
        switch service {
        case .serving:
            window?.note(failed: 1, at: now)
            failuresInARow += 1
            if failure.isUnreached { unreachedInARow += 1 }
            let row = max(failuresInARow, unreachedInARow)
            return row >= rules.failuresInARow ? .inARow(row, failure) : nil
        case .onProbation: return .again(failure)
        case .ejected: return nil
        }
    }

    /// - Returns: why it should be ejected for the share of its requests that failed lately.
    mutating func rateCause(under rules: EjectionRules, at now: Moment) -> EjectionCause? {
        guard !isEjected, let rate = rules.rate, let counts = window?.counts(at: now), counts.all >= rate.requests,
            counts.failed * 100 >= rate.percent * counts.all
        else { return nil }
        return .rate(failed: counts.failed, of: counts.all)
    }

    /// - Returns: for how long.
    mutating func eject(under rules: EjectionRules, at now: Moment) -> Duration {
        if let returnedAt, now - returnedAt >= rules.longest { ejections = 0 }
        let term = rules.term(after: ejections)
        ejections += 1
        (failuresInARow, unreachedInARow) = (0, 0)
        sparedAt = nil
        window = rules.rate.map { OutcomeWindow($0.window) }
        service = .ejected(until: now + term)
        return term
    }

    /// It deserves to be ejected, but too many are.
    ///
    /// - Returns: whether that is worth saying: it was not said for as long as the longest ejection lasts.
    mutating func spare(under rules: EjectionRules, at now: Moment) -> Bool {
        if let sparedAt, now - sparedAt < rules.longest { return false }
        sparedAt = now
        return true
    }

    /// - Returns: whether its ejection is over.
    mutating func returns(at now: Moment) -> Bool {
        guard case .ejected(let end) = service, now >= end else { return false }
        service = .onProbation
        returnedAt = now
        return true
    }

    // MARK: Active

    /// - Returns: whether it is now well, or no longer.
    mutating func checked(passed: Bool, under rules: HealthCheckRules) -> Bool {
        let (now, needed): (Checks, Int)
        switch (checks, passed) {
        case (.passing, true), (.failing, false):
            contrary = 0
            return false
        case (.unknown, true): (now, needed) = (.passing, 1)
        case (.unknown, false): (now, needed) = (.failing, 1)
        case (.passing, false): (now, needed) = (.failing, rules.fall)
        case (.failing, true): (now, needed) = (.passing, rules.rise)
        }
        contrary += 1
        guard contrary >= needed else { return false }
        (checks, contrary) = (now, 0)
        return true
    }
}

/// Why a member is left out.
public enum EjectionCause: Hashable, Sendable {
    /// So many requests failed in a row, the last one so.
    case inARow(Int, MemberFailure)
    case rate(failed: Int, of: Int)
    /// It was only just back.
    case again(MemberFailure)
}
