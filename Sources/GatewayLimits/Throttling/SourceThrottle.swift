public import GatewayIdentity

/// Whether a network source may go on.
public enum SourceVerdict: Hashable, Sendable {
    case admitted
    case blocked(until: UnixTime)
}

/// Counts failures per network source (an IPv4 address or an IPv6 /64) in a table of bounded size.
///
/// The estimate over the sliding window is exact to within one source's own last window: failures of the window before
/// count in proportion to how much of it still overlaps. When the table is full, a source that is not blocked makes room;
/// a blocked one never does, so nobody talks an offender out of the table by flooding it with others.
public struct SourceThrottle: Sendable {
    private struct Entry {
        var source: NetworkAddress
        /// When the current window began.
        var windowStart: UnixTime
        var current: Int
        var previous: Int
        var blockedUntil: UnixTime?
    }

    /// How many entries a newcomer looks at for one to replace: bounds the work of a failure.
    private static let searchLength = 32

    private let limits: SourceLimits
    private var entries: [Entry] = []
    private var places: [NetworkAddress: Int] = [:]
    private var hand = 0

    public init(limits: SourceLimits) {
        precondition(limits.capacity > 0 && limits.failures > 0 && limits.window > .zero)
        self.limits = limits
    }

    /// Number of sources remembered.
    public var count: Int { entries.count }

    /// Asked before any work is done for a connection or a login.
    public func verdict(on address: NetworkAddress, at now: UnixTime) -> SourceVerdict {
        guard let place = places[address.throttleKey], let end = entries[place].blockedUntil, now < end else {
            return .admitted
        }
        return .blocked(until: end)
    }

    /// Counts a failed handshake or login.
    ///
    /// - Parameter weight: how many ordinary failures it counts for; a failed login to a strict account counts double
    ///   (`SourceLimits.strict`).
    /// - Returns: the verdict from now on. With a table full of blocked sources a newcomer cannot be counted, and is
    ///   refused for this once.
    public mutating func recordFailure(
        from address: NetworkAddress, at now: UnixTime, weighing weight: Int = 1
    ) -> SourceVerdict {
        let source = address.throttleKey
        guard let place = places[source] ?? makePlace(for: source, at: now) else {
            return .blocked(until: now + limits.block)
        }
        advance(place, to: now)
        entries[place].current += weight
        if estimate(place, at: now) >= limits.failures {
            entries[place].blockedUntil = now + limits.block
        }
        return verdict(on: address, at: now)
    }

    private mutating func makePlace(for source: NetworkAddress, at now: UnixTime) -> Int? {
        let entry = Entry(source: source, windowStart: now, current: 0, previous: 0, blockedUntil: nil)
        if entries.count < limits.capacity {
            entries.append(entry)
            places[source] = entries.count - 1
            return entries.count - 1
        }
        guard let place = leastOffender(at: now) else { return nil }
        places[entries[place].source] = nil
        entries[place] = entry
        places[source] = place
        return place
    }

    /// The entry with the fewest failures among the next few on the clock face, blocked ones left out.
    private mutating func leastOffender(at now: UnixTime) -> Int? {
        var best: (place: Int, failures: Int)?
        for _ in 0..<min(Self.searchLength, entries.count) {
            hand = (hand + 1) % entries.count
            if let end = entries[hand].blockedUntil, now < end { continue }
            advance(hand, to: now)
            let failures = estimate(hand, at: now)
            if best.map({ failures < $0.failures }) ?? true { best = (hand, failures) }
            if failures == 0 { break }
        }
        return best?.place
    }

    /// Moves an entry's windows on. A clock that was set back leaves them where they are.
    private mutating func advance(_ place: Int, to now: UnixTime) {
        let windows = (now - entries[place].windowStart) / limits.window
        guard windows >= 1 else { return }
        entries[place].previous = windows < 2 ? entries[place].current : 0
        entries[place].current = 0
        entries[place].windowStart = entries[place].windowStart + limits.window * Int(windows)
    }

    private func estimate(_ place: Int, at now: UnixTime) -> Int {
        let entry = entries[place]
        let overlap = max(0, min(1, 1 - (now - entry.windowStart) / limits.window))
        return entry.current + Int((Double(entry.previous) * overlap).rounded())
    }
}
