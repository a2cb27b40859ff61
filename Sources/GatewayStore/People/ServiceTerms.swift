public import GatewayIdentity

/// On what terms a program is let in by its certificate alone: who answers for it, from where it comes, until when.
public struct ServiceTerms: Hashable, Sendable {
    /// A person. The service stops with them.
    public let owner: AccountName
    /// 1 to `mostNetworks`, as they were given.
    public let networks: [CIDRBlock]
    /// Exclusive.
    public let until: UnixTime

    public enum Problem: Error, Hashable, Sendable {
        case noNetwork
        case tooManyNetworks(Int)
        /// Anybody could be there: that would be no list of addresses any more.
        case wide(CIDRBlock)
    }

    public static let mostNetworks = 32
    /// The shortest prefix, in bits: a few halves of the world are the world again.
    public static let shortestPrefix = 8
    /// How far away the end may be when it is set.
    public static let longest = Duration.seconds(366 * 86400)

    public init(owner: AccountName, networks: [CIDRBlock], until: UnixTime) throws(Problem) {
        guard !networks.isEmpty else { throw .noNetwork }
        guard networks.count <= Self.mostNetworks else { throw .tooManyNetworks(networks.count) }
        if let wide = networks.first(where: { $0.prefixLength < Self.shortestPrefix }) { throw .wide(wide) }
        self.owner = owner
        self.networks = networks
        self.until = until
    }

    public func runs(at now: UnixTime) -> Bool { now < until }

    public func permits(_ source: NetworkAddress) -> Bool { networks.contains { $0.contains(source) } }
}

extension ServiceTerms.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noNetwork: "a service comes from listed networks: name at least one"
        case .tooManyNetworks(let count): "\(count) networks: a service has at most \(ServiceTerms.mostNetworks)"
        case .wide(let network):
            "the network '\(network)' is too wide: expected a prefix of /\(ServiceTerms.shortestPrefix) or longer"
        }
    }
}

/// The terms of services. They are made with the account (`UserStore.insert`), and read with it (`DirectoryStore`).
public protocol ServiceStore: Sendable {
    /// Replaces the terms of a service that was not removed; their owner is a person who was neither disabled nor removed.
    ///
    /// - Throws: `.notFound(.service)`.
    func setTerms(_ terms: ServiceTerms, of service: AccountName) async throws(StoreError)
}
