internal import GatewayIdentity
internal import Glibc

extension NetworkAddress {
    /// Lends the address in the form of the system. Only for IPv4.
    func withIPv4Socket<Result>(_ body: (UnsafePointer<sockaddr>) -> Result) -> Result {
        var socket = sockaddr_in()
        socket.sin_family = sa_family_t(AF_INET)
        socket.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
        return withUnsafePointer(to: &socket) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
        }
    }

    func withIPv6Socket<Result>(_ body: (UnsafePointer<sockaddr>) -> Result) -> Result {
        var socket = sockaddr_in6()
        socket.sin6_family = sa_family_t(AF_INET6)
        withUnsafeMutableBytes(of: &socket.sin6_addr) { bytes in
            bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return withUnsafePointer(to: &socket) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
        }
    }
}

/// Addresses that many use at once, each for themselves: whatever a database says of them is said of somebody else's.
enum PrivateNetworks {
    /// RFC 6890: this host, private use, shared addresses, loopback, link-local; of IPv6 also unique local ones.
    private static let blocks = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "::/127", "fc00::/7", "fe80::/10",
    ].compactMap(CIDRBlock.init)

    static func contain(_ address: NetworkAddress) -> Bool { blocks.contains { $0.contains(address) } }
}
