public import GatewayIdentity

/// The three doors.
public struct ListenSettings: Hashable, Sendable {
    /// People to consoles.
    public var gate: ListenerSettings
    /// Administrators.
    public var desk: ListenerSettings
    /// Health and metrics, plain HTTP. Default 127.0.0.1:9901: it tells about the inside and asks nobody who they are.
    public var ops: ListenAddress
    /// All three ports are shared with a process that takes over. Default no: another node that is started by mistake does not get a port.
    public var sharesPorts: Bool

    public init(gate: ListenerSettings, desk: ListenerSettings, ops: ListenAddress, sharesPorts: Bool = false) {
        self.gate = gate
        self.desk = desk
        self.ops = ops
        self.sharesPorts = sharesPorts
    }
}

/// One door for TLS.
public struct ListenerSettings: Hashable, Sendable {
    public var address: ListenAddress
    /// Networks of the proxies that begin every connection with a PROXY header. From them it is demanded; from all others nothing of the
    /// kind is understood. Default none: no proxy is believed.
    public var proxies: [CIDRBlock]

    public init(address: ListenAddress, proxies: [CIDRBlock] = []) {
        self.address = address
        self.proxies = proxies
    }
}

/// An address and a port to bind; port 0 is any that is free.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    public var address: NetworkAddress
    public var port: UInt16

    public init(address: NetworkAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// `127.0.0.1:8443`, `[::1]:8443`. A host name is refused: what it resolves to can change under the listener.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        if host.first == "[" {
            guard host.last == "]", host.contains(":") else { return nil }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard let address = NetworkAddress(String(host)), (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits)
        else { return nil }
        self.init(address: address, port: port)
    }

    public var description: String { address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)" }
}
