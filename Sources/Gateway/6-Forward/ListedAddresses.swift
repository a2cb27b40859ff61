internal import GatewayIdentity
internal import GatewayUpstreams
internal import NIOCore
internal import NIOPosix

/// Answers a connector that asks where a name leads with addresses that were checked before, whatever the name leads to by now. The connector tries
/// them as RFC 8305 says.
struct ListedAddresses: Resolver, Sendable {
    private let addresses: [CheckedAddress]
    private let loop: any EventLoop

    init(_ addresses: [CheckedAddress], on loop: any EventLoop) {
        self.addresses = addresses
        self.loop = loop
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        answer(with: addresses.filter(\.address.isIPv4), port)
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        answer(with: addresses.filter { !$0.address.isIPv4 }, port)
    }

    func cancelQueries() {}

    private func answer(with addresses: [CheckedAddress], _ port: Int) -> EventLoopFuture<[SocketAddress]> {
        loop.makeCompletedFuture { try addresses.map { try SocketAddress($0, port: port) } }
    }
}

extension SocketAddress {
    init(_ address: CheckedAddress, port: Int) throws {
        try self.init(ipAddress: address.description, port: port)
    }
}
