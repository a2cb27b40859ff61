/// Which members of a group get requests: one state for the whole node, told what loops see and what checks find.
///
/// Two kinds of evidence are treated differently. A member that fails its **checks** gets nothing, even if it is the last: what it means to be well was
/// written down. A member whose **requests** fail is left out only while others can take its place: at most a share of the group, never the last one,
/// and if the others fail their checks it is asked after all. With all of a group failing checks nobody serves, and requests are refused at once.
public struct GroupHealth: Hashable, Sendable {
    public private(set) var members: [MemberHealth]
    private let ejection: EjectionRules?
    private let checks: HealthCheckRules?

    /// - Parameters:
    ///   - known: what is known already of the member at each place, from before a reload.
    ///   - ejection: `nil`: failures eject nobody.
    ///   - checks: `nil`: nobody is asked.
    public init(_ known: [MemberHealth?], ejection: EjectionRules?, checks: HealthCheckRules?) {
        precondition(!known.isEmpty && known.count <= MemberSet.capacity)
        self.ejection = ejection
        self.checks = checks
        members = known.map { $0?.under(ejection, checked: checks != nil) ?? MemberHealth(ejection) }
    }

    /// Those who get requests now.
    public var serving: MemberSet {
        let candidates = candidates
        let unejected = candidates.subtracting(ejected)
        return unejected.isEmpty ? candidates : unejected
    }

    /// Those whose next success has to be told at once: it may end a row of failures, or a probation.
    public var awaitingSuccess: MemberSet { places(where: \.awaitsSuccess) }

    /// Whether `tick` has anything to look at.
    public var awaitsTime: Bool { members.contains(where: \.awaitsTime) }

    private var ejected: MemberSet { places(where: \.isEjected) }

    /// Those that are well as far as they were asked; before anybody answered, those that were not asked yet.
    private var candidates: MemberSet {
        guard checks != nil else { return .first(members.count) }
        let passing = places { $0.checks == .passing }
        return passing.isEmpty ? places { $0.checks == .unknown } : passing
    }

    private func places(where holds: (MemberHealth) -> Bool) -> MemberSet {
        var set = MemberSet()
        for place in members.indices where holds(members[place]) { set.insert(MemberSet(place)) }
        return set
    }

    // MARK: Events

    /// - Parameter times: so many requests since this was last told.
    public mutating func succeeded(_ place: Int, _ times: Int = 1, at now: Moment) {
        members[place].succeeded(times, at: now)
    }

    public mutating func reached(_ place: Int) { members[place].reached() }

    public mutating func failed(_ place: Int, _ failure: MemberFailure, at now: Moment) -> [HealthChange] {
        guard let ejection, members.count > 1,
            let cause = members[place].failed(failure, under: ejection, at: now)
        else { return [] }
        return decide(on: place, cause, ejection, at: now)
    }

    public mutating func checked(_ place: Int, passed: Bool) -> [HealthChange] {
        guard let checks else { return [] }
        let before = (isEmpty: serving.isEmpty, checks: members[place].checks)
        guard members[place].checked(passed: passed, under: checks) else { return [] }
        // That a member is well when it is first asked is nothing to tell.
        let change: [HealthChange] =
            before.checks == .unknown && passed ? [] : [.checks(place, passing: passed)]
        switch (before.isEmpty, serving.isEmpty) {
        case (false, true): return change + [.nobodyServes]
        case (true, false): return change + [.somebodyServes]
        case (true, true), (false, false): return change
        }
    }

    /// What time alone brings: ejections end, and the share of failures within the window is looked at.
    public mutating func tick(at now: Moment) -> [HealthChange] {
        guard let ejection else { return [] }
        var changes: [HealthChange] = []
        for place in members.indices {
            if members[place].returns(at: now) {
                changes.append(.returned(place))
            } else if members.count > 1, let cause = members[place].rateCause(under: ejection, at: now) {
                changes += decide(on: place, cause, ejection, at: now)
            }
        }
        return changes
    }

    private mutating func decide(on place: Int, _ cause: EjectionCause, _ rules: EjectionRules, at now: Moment)
        -> [HealthChange]
    {
        guard mayEject(place, rules) else {
            return members[place].spare(under: rules, at: now) ? [.spared(place, cause)] : []
        }
        return [.ejected(place, cause, for: members[place].eject(under: rules, at: now))]
    }

    /// Whether enough others are left.
    private func mayEject(_ place: Int, _ rules: EjectionRules) -> Bool {
        let others = candidates.subtracting(MemberSet(place))
        let out = others.intersection(ejected).count
        return out < others.count && out < max(1, (others.count + 1) * rules.largestShare / 100)
    }
}

/// Something to tell: members are named by their places.
public enum HealthChange: Hashable, Sendable {
    case ejected(Int, EjectionCause, for: Duration)
    /// It would be ejected, but too many are, or it is the last.
    case spared(Int, EjectionCause)
    /// Its ejection is over.
    case returned(Int)
    case checks(Int, passing: Bool)
    case nobodyServes
    case somebodyServes
}
