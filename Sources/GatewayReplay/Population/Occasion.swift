internal import GatewayIdentity
internal import GatewayPolicy

/// Where from and when somebody might ask: addresses inside and outside of the zones, instants inside and outside of the windows, and the countries that
/// matter there.
struct Occasion: Hashable, Sendable {
    let source: NetworkAddress
    let at: UnixTime
    let country: CountryCode?

    /// Occasions for one console at most.
    static let limit = 256

    /// - Parameter time: instants are looked for from here on.
    static func occasions(for console: ConsoleUnderTest, in policies: [PolicySnapshot], from time: UnixTime)
        -> [Occasion]
    {
        let zones = policies.flatMap { policy in console.zones.sorted().compactMap { policy.definition.zones[$0] } }
        let windows = policies.flatMap { policy in
            console.windows.sorted().compactMap { policy.definition.windows[$0] }
        }
        let instants = instants(of: windows, and: console.exceptionTimes(from: time), from: time)
        let countries: [CountryCode?] = [nil] + console.countries.sorted()
        return addresses(of: zones).flatMap { source in
            countries.flatMap { country in instants.map { Occasion(source: source, at: $0, country: country) } }
        }
    }

    /// An address of each network, and one of none.
    private static func addresses(of zones: [Zone]) -> [NetworkAddress] {
        let inside = zones.flatMap { $0.networks.map(\.base) }
        let outside = documentation.first { address in !zones.contains { $0.contains(address) } }
        return ([outside].compactMap(\.self) + inside).unique
    }

    /// Addresses that nobody has (RFC 5737, RFC 3849): outside of every zone that does not say "everywhere".
    private static let documentation = ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"].compactMap {
        NetworkAddress($0)
    }

    /// Now, those of `times`, and an instant in which each window is open and one in which it is shut, of the weeks to come.
    private static func instants(of windows: [AccessWindow], and times: [UnixTime], from time: UnixTime) -> [UnixTime] {
        let turns = windows.flatMap { window in
            [true, false].compactMap { wanted in instant(of: window, isOpen: wanted, from: time) }
        }
        return ([time] + times + turns).unique
    }

    private static func instant(of window: AccessWindow, isOpen wanted: Bool, from time: UnixTime) -> UnixTime? {
        var at = time
        for _ in 0..<100 {
            if window.isOpen(at: at) == wanted { return at }
            at = window.nextBoundary(after: at)
            if at == .distantFuture { return nil }
        }
        return nil
    }
}

extension Array where Element: Hashable {
    /// Each once, in the order of the first.
    fileprivate var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
