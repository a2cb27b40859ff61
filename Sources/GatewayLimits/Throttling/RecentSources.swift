public import GatewayIdentity

/// Network sources (an IPv4 address or an IPv6 /64) that something good came from not long ago, in a table of bounded size.
///
/// Two generations: a source is remembered for one to two terms. When the young one is full it becomes the old one before its time, so many
/// newcomers shorten everybody's memory and never make the table larger.
public struct RecentSources: Sendable {
    private let term: Duration
    private let capacity: Int
    private var young: Set<NetworkAddress> = []
    private var old: Set<NetworkAddress> = []
    private var turnedAt: UnixTime?

    /// - Parameter capacity: sources in one generation.
    public init(term: Duration, capacity: Int = 65_536) {
        precondition(term > .zero && capacity > 0)
        self.term = term
        self.capacity = capacity
    }

    /// Sources remembered.
    public var count: Int { young.union(old).count }

    public mutating func note(_ address: NetworkAddress, at now: UnixTime) {
        turn(at: now)
        if young.count >= capacity { begin(at: now) }
        young.insert(address.throttleKey)
    }

    public func contains(_ address: NetworkAddress, at now: UnixTime) -> Bool {
        let age = age(at: now)
        guard age < term * 2 else { return false }
        return young.contains(address.throttleKey) || age < term && old.contains(address.throttleKey)
    }

    private mutating func turn(at now: UnixTime) {
        guard turnedAt != nil else { return turnedAt = now }
        let age = age(at: now)
        if age >= term * 2 { young.removeAll() }
        if age >= term { begin(at: now) }
    }

    /// How far the young generation's beginning is away; a clock that was set back far is no nearer to it than one that went on as far.
    private func age(at now: UnixTime) -> Duration {
        turnedAt.map { max(now - $0, $0 - now) } ?? .zero
    }

    private mutating func begin(at now: UnixTime) {
        old = young
        young = []
        turnedAt = now
    }
}
