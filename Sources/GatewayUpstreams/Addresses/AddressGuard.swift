public import GatewayIdentity

/// Which addresses an upstream may have, so that nobody who controls a name can make the gateway speak to its own surroundings in the console's place.
///
/// Global addresses always. An upstream that is written as an address has that one and no other. Names have to be given leave for anything else: for
/// private networks by `allowsPrivate`, for everything by a network that is listed; a metadata service only by its address alone.
public struct AddressGuard: Hashable, Sendable {
    private let host: UpstreamHost
    private let allowsPrivate: Bool
    private let networks: [CIDRBlock]

    public init(_ host: UpstreamHost, allowsPrivate: Bool, networks: [CIDRBlock]) {
        self.host = host
        self.allowsPrivate = allowsPrivate
        self.networks = networks
    }

    /// What is known without asking anybody; `nil` for names.
    public var known: [CheckedAddress]? {
        switch host {
        case .address(let address): [CheckedAddress(address)]
        case .thisMachine: Self.thisMachine
        case .name: nil
        }
    }

    private static let thisMachine = ["127.0.0.1", "::1"].compactMap { NetworkAddress($0) }.map(CheckedAddress.init)

    /// An address that `host` resolved to.
    public func check(_ address: NetworkAddress) throws(AddressRefusal) -> CheckedAddress {
        let kind = AddressKind(of: address)
        guard !kind.isNobodys, mayHave(address, kind) else { throw AddressRefusal(address, kind) }
        // Where something else is inside, both have to be right: what is sent goes on to that.
        if kind == .translated, let inner = address.embedded {
            let innerKind = AddressKind(of: inner)
            guard !innerKind.isNobodys, mayHave(inner, innerKind) else { throw AddressRefusal(address, innerKind) }
        }
        return CheckedAddress(address)
    }

    private func mayHave(_ address: NetworkAddress, _ kind: AddressKind) -> Bool {
        switch host {
        case .address(let named): return address == named
        case .thisMachine: return kind == .loopback
        case .name: break
        }
        switch kind {
        case .global: return true
        case .metadata: return networks.contains { $0.isOneAddress && $0.contains(address) }
        case .privateUse, .uniqueLocal, .shared, .loopback, .linkLocal, .translated, .reserved:
            return kind.isPrivate && allowsPrivate || networks.contains { $0.contains(address) }
        case .unspecified, .multicast, .broadcast: return false
        }
    }
}

/// An address that the guard let pass: nothing else can be connected to.
public struct CheckedAddress: Hashable, Sendable, CustomStringConvertible {
    public let address: NetworkAddress

    init(_ address: NetworkAddress) { self.address = address }

    public var description: String { address.description }
}

/// An address that the console's settings do not allow for it.
public struct AddressRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let address: NetworkAddress
    public let kind: AddressKind

    init(_ address: NetworkAddress, _ kind: AddressKind) {
        self.address = address
        self.kind = kind
    }

    /// `10.0.0.1 is a private address, which the console does not name`.
    public var description: String { "\(address) is a \(kind.rawValue) address, which the console does not name" }
}
