import FoundationEssentials
import GatewayCertificates
import GatewayIdentity
import GatewayTLS
import Glibc
import NIOCore
import NIOEmbedded

/// Both ends of one TLS 1.3 connection, in channels without sockets, the handshake done.
final class TLSPair {
    private let server = EmbeddedChannel()
    private let client = EmbeddedChannel()

    private static let name = "fab.gw.localhost"

    init() throws {
        let scratch = TLSScratch(allocator: ByteBufferAllocator())
        let (serverContext, clientContext) = try Self.contexts()
        try connect(server, TLSHandler(server: serverContext, scratch: scratch))
        try connect(
            client, TLSHandler(client: clientContext, serverName: Self.name, isAddress: false, scratch: scratch))
        for _ in 0..<3 {
            try carry(from: client, to: server)
            try carry(from: server, to: client)
        }
    }

    /// OpenSSL reads its papers from files, which are gone again when this returns.
    private static func contexts() throws -> (TLSServerContext, TLSClientContext) {
        let folder = FileManager.default.temporaryDirectory.path + "/gwanmun-bench-\(getpid())"
        let made = Result { try Self.contexts(withPapersIn: folder) }
        try FileManager.default.removeItem(atPath: folder)
        return try made.get()
    }

    private static func contexts(withPapersIn folder: String) throws -> (TLSServerContext, TLSClientContext) {
        let now = UnixTime(seconds: Int64(time(nil)))
        let authority = try CertificateAuthority.create(in: folder, organisation: "Bench", at: now)
        let papers = try authority.issueServer(dnsNames: [name], at: now).write(to: folder, as: "server")
        let identity = ServerIdentity(names: [name], certificateChainFile: papers.chain, privateKeyFile: papers.key)
        return (
            try TLSServerContext(identities: [identity], authorities: [], demand: .explain) { _ in .accept },
            try TLSClientContext(trustFile: authority.anchorFile)
        )
    }

    private func connect(_ channel: EmbeddedChannel, _ handler: TLSHandler) throws {
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 443)).wait()
    }

    private func carry(from sender: EmbeddedChannel, to receiver: EmbeddedChannel) throws {
        while let bytes = try sender.readOutbound(as: ByteBuffer.self) { try receiver.writeInbound(bytes) }
    }

    /// Encrypts the pieces of an answer, as one flush of the server.
    ///
    /// - Returns: bytes of ciphertext.
    func answer(_ pieces: [ByteBuffer]) throws -> Int {
        for piece in pieces { server.write(piece, promise: nil) }
        server.flush()
        var count = 0
        while let bytes = try server.readOutbound(as: ByteBuffer.self) { count += bytes.readableBytes }
        return count
    }

    /// Encrypts a request at the client and decrypts it at the server.
    ///
    /// - Returns: bytes of plaintext.
    func ask(_ request: ByteBuffer) throws -> Int {
        client.writeAndFlush(request, promise: nil)
        try carry(from: client, to: server)
        var count = 0
        while let bytes = try server.readInbound(as: ByteBuffer.self) { count += bytes.readableBytes }
        return count
    }
}
