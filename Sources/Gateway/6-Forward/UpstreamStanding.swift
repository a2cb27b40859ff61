public import GatewayIdentity
public import GatewayPolicy
internal import GatewayUpstreams

/// How one member stands, for reports.
public struct UpstreamStanding: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case serving
        /// Its requests failed; used again after so long, or for want of others.
        case leftOut(for: Duration)
        /// Just back from being left out.
        case onProbation
        case failingChecks
        /// Its name cannot be resolved, and never was.
        case unresolved
        /// Its name leads where the console does not let it.
        case refused(String)
    }

    public let console: ConsoleID
    public let url: UpstreamURL
    public let state: State
    /// That stand or are being made.
    public let connections: Int
    /// Requests in line for one.
    public let waiting: Int
    public let counts: Counts

    /// Since it came into the settings.
    public struct Counts: Hashable, Sendable {
        public let ejections: UInt64
        public let checksPassed: UInt64
        public let checksFailed: UInt64
        public let refusedPlaces: UInt64
        public let refusedAddresses: UInt64
    }
}

/// What happened to the requests of one console, beside the ordinary, since its upstreams were set last.
public struct UpstreamGroupCounts: Hashable, Sendable {
    public let console: ConsoleID
    /// Requests that could have been tried again, had there not been too many already.
    public let retriesOverBudget: UInt64
    /// Requests that came while no member served.
    public let unserved: UInt64
}

extension UpstreamGroup {
    var counts: UpstreamGroupCounts {
        UpstreamGroupCounts(
            console: console, retriesOverBudget: counters.retriesOverBudget.total, unserved: counters.unserved.total)
    }

    func standings(at now: Moment) -> [UpstreamStanding] {
        zip(targets, members).map { target, health in
            let member = target.member
            return UpstreamStanding(
                console: console, url: member.url, state: .init(member.addresses.finding, health, at: now),
                connections: member.slots.taken, waiting: member.slots.waiting, counts: .init(member.counters))
        }
    }
}

extension UpstreamStanding.State {
    /// The gravest of what is known.
    fileprivate init(_ finding: NameResolution.Finding, _ health: MemberHealth, at now: Moment) {
        switch (finding, health.checks, health.service) {
        case (.nothing, _, _): self = .unresolved
        case (.refused(let refusal), _, _): self = .refused(refusal.description)
        case (.addresses, .failing, _): self = .failingChecks
        case (.addresses, _, .ejected(let end)): self = .leftOut(for: end - now)
        case (.addresses, _, .onProbation): self = .onProbation
        case (.addresses, _, .serving): self = .serving
        }
    }
}

extension UpstreamStanding.Counts {
    fileprivate init(_ counters: MemberCounters) {
        ejections = counters.ejections.total
        checksPassed = counters.checksPassed.total
        checksFailed = counters.checksFailed.total
        refusedPlaces = counters.refusedPlaces.total
        refusedAddresses = counters.refusedAddresses.total
    }
}
