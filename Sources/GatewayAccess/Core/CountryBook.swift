public import GatewayIdentity

/// Says in which country an address lies; `nil`: nobody knows.
public typealias CountryLookup = @Sendable (NetworkAddress) -> CountryCode?

/// What the node knows about countries now. Without a database nothing is known.
public final class CountryBook: Sendable {
    private let lookup: Published<CountryLookup>

    public init(_ lookup: @escaping CountryLookup = { _ in nil }) { self.lookup = Published(lookup) }

    public func country(of address: NetworkAddress) -> CountryCode? { lookup.value(address) }

    func replace(with lookup: @escaping CountryLookup) { self.lookup.replace(with: lookup) }
}
