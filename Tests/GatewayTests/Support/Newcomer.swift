import FoundationEssentials
import GatewayIdentity
import GatewayTLS
import GatewayTesting
import NIOCore
import NIOEmbedded

@testable import Gateway
@testable import GatewayCertificates

/// Somebody at the door: a TLS client on one side, on the other a socket that was just accepted. Bytes move when the test says so.
final class Newcomer {
    let server: EmbeddedChannel
    private let client: EmbeddedChannel
    private let loop: EmbeddedEventLoop

    /// - Parameter trust: PEM of the authority of the server's certificate.
    init(at context: LoopContext, from source: String, as rank: Rank = .stranger, trusting trust: String) throws {
        guard let loop = context.loop as? EmbeddedEventLoop, let address = NetworkAddress(source) else {
            throw Unexpected(text: "not a loop of a test, or no address: \(source)")
        }
        self.loop = loop
        if rank == .acquaintance { context.node.acquaintances.note(address, at: context.clock.now()) }
        server = EmbeddedChannel(loop: loop)
        try Entrance(loop: context, role: rank == .desk ? .desk : .gate, proxies: []).receive(server, from: address)
        try server.connect(to: SocketAddress(ipAddress: source, port: 50_000)).wait()
        client = EmbeddedChannel(loop: loop)
        try client.pipeline.syncOperations.addHandler(
            TLSHandler(
                client: try TLSClientContext(trustFile: trust), serverName: "gate.example", isAddress: false,
                scratch: context.scratch))
        try client.connect(to: SocketAddress(ipAddress: source, port: 443)).wait()
    }

    /// The client's first words.
    func greet() throws { try moveToServer() }

    /// All that either side has to say, until both are silent.
    func talk() throws {
        for _ in 0..<4 {
            try moveToServer()
            while let bytes = try server.readOutbound(as: ByteBuffer.self) { try client.writeInbound(bytes) }
        }
    }

    func send(_ bytes: [UInt8]) throws {
        try server.writeInbound(ByteBuffer(bytes: bytes))
        loop.run()
    }

    func hangUp() {
        server.close(promise: nil)
        loop.run()
    }

    /// Waits for a greeting or a turn: no TLS object was made.
    var isOutside: Bool { server.isActive && has(Vestibule.self) }
    var isInside: Bool { server.isActive && has(TLSHandler.self) }
    /// The handshake is done, and its turn was given back.
    var isThrough: Bool { isInside && !has(HandshakeWatch.self) }

    private func has<Handler: ChannelHandler>(_ type: Handler.Type) -> Bool {
        do {
            _ = try server.pipeline.syncOperations.context(handlerType: type)
            return true
        } catch {
            return false
        }
    }

    private func moveToServer() throws {
        while let bytes = try client.readOutbound(as: ByteBuffer.self), server.isActive {
            try server.writeInbound(bytes)
        }
        loop.run()
    }
}

extension Station {
    /// Gives the gate a certificate that a real client takes, whose clock is not the test's.
    /// - Returns: PEM of its authority.
    func openDoors() throws -> String {
        let now = UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let authority = try CertificateAuthority.create(
            in: folder.path + "/server-pki", organisation: "Servers", at: now - .seconds(3600))
        _ = try authority.issueServer(dnsNames: ["gate.example"], at: now - .seconds(60)).write(
            to: folder.path, as: "gate")
        let identity = ServerIdentity(
            names: ["gate.example"], certificateChainFile: folder.path + "/gate.pem",
            privateKeyFile: folder.path + "/gate.key")
        let context = try TLSServerContext(identities: [identity], authorities: [], demand: .explain) { _ in .accept }
        node.adopt([.gate: context, .desk: context])
        return authority.anchorFile
    }
}
