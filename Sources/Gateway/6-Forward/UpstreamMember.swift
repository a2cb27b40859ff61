internal import GatewayIdentity
public import GatewayPolicy
internal import GatewayUpstreams
internal import Synchronization

/// One server of one console, for as long as both are in the settings: what outlives a reload, and is shared by all loops.
public final class UpstreamMember: Sendable {
    let url: UpstreamURL
    let speaksHTTP2: Bool
    let addresses: MemberAddresses
    let slots: MemberSlots
    let counters: MemberCounters
    private let nextCheck = Atomic<UInt64>(0)

    private init(
        _ url: UpstreamURL, speaksHTTP2: Bool, addresses: MemberAddresses, slots: MemberSlots, counters: MemberCounters
    ) {
        self.url = url
        self.speaksHTTP2 = speaksHTTP2
        self.addresses = addresses
        self.slots = slots
        self.counters = counters
    }

    public convenience init(_ member: ConsoleUpstreams.Member, of upstreams: ConsoleUpstreams) {
        self.init(
            member.url, speaksHTTP2: member.dialect == .http2,
            addresses: MemberAddresses(
                of: member.url.host, upstreams.addressGuard(for: member), period: upstreams.resolution),
            slots: MemberSlots(upstreams.connections), counters: MemberCounters())
    }

    /// The same member under other rules: what it is known by stays as far as the rules for it do.
    func under(_ upstreams: ConsoleUpstreams) -> UpstreamMember {
        slots.adopt(upstreams.connections)
        let new = UpstreamMember(.init(url), of: upstreams).addresses
        guard new.addressGuard != addresses.addressGuard || new.period != addresses.period else { return self }
        return UpstreamMember(url, speaksHTTP2: speaksHTTP2, addresses: new, slots: slots, counters: counters)
    }

    /// - Returns: whether whoever asks is to check it now; then it is nobody else's turn until the next time.
    func claimCheck(at now: Moment, _ rules: HealthCheckRules, random: @autoclosure () -> UInt64) -> Bool {
        let due = nextCheck.load(ordering: .relaxed)
        guard now.nanoseconds >= due else { return false }
        let next = (now + rules.pause(random: random())).nanoseconds
        return nextCheck.compareExchange(expected: due, desired: next, ordering: .relaxed).exchanged
    }
}

/// What happened to a member since it came into the settings. Each grows only when something goes wrong, or is asked on a timer.
final class MemberCounters: Sendable {
    let ejections = EventCounter()
    let checksPassed = EventCounter()
    let checksFailed = EventCounter()
    /// Requests that found no place.
    let refusedPlaces = EventCounter()
    /// Times that a connection was not made because of where the name led.
    let refusedAddresses = EventCounter()
}
