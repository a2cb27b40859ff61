public import GatewayIdentity
internal import Glibc

/// Where a name leads, by the system's own resolver: hosts file, DNS and whatever else it is set up to ask.
public enum HostLookup {
    /// What the resolver says of a name that leads nowhere.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        let code: Int32

        /// Nothing by that name is known.
        public static let unknownName = Failure(code: EAI_NONAME)

        public var description: String { String(cString: gai_strerror(code)) }
    }

    /// Blocks, for as long as servers of names take to answer: for threads that may.
    ///
    /// - Returns: addresses for TCP, the preferred one first (RFC 6724), each once.
    public static func addresses(of name: String) throws(Failure) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &first)
        guard code == 0 else { throw Failure(code: code) }
        defer { freeaddrinfo(first) }
        var addresses: [NetworkAddress] = []
        var next = first
        while let entry = next?.pointee {
            if let address = NetworkAddress(entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        guard !addresses.isEmpty else { throw .unknownName }
        return addresses
    }
}

extension NetworkAddress {
    /// `nil` for families other than IPv4 and IPv6.
    fileprivate init?(_ entry: addrinfo) {
        let bytes = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
        switch entry.ai_family {
        case AF_INET where bytes.count >= MemoryLayout<sockaddr_in>.size:
            self.init(v4: UInt32(bigEndian: bytes.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size:
            let address = bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self = withUnsafeBytes(of: address) { octets in
                NetworkAddress(
                    high: UInt64(bigEndian: octets.loadUnaligned(as: UInt64.self)),
                    low: UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
            }
        case _: return nil
        }
    }
}
