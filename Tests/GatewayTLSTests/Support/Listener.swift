import NIOCore
import NIOEmbedded

@testable import GatewayTLS

/// Our handler in a channel without a socket, and what the handlers behind it were told.
final class Listener {
    let channel = EmbeddedChannel()
    let told = Told()

    convenience init(server context: TLSServerContext) throws {
        try self.init(TLSHandler(server: context, scratch: TLSScratch(allocator: ByteBufferAllocator())))
    }

    convenience init(client context: TLSClientContext, serverName: String, isAddress: Bool = false) throws {
        try self.init(
            TLSHandler(
                client: context, serverName: serverName, isAddress: isAddress,
                scratch: TLSScratch(allocator: ByteBufferAllocator())))
    }

    private init(_ handler: TLSHandler) throws {
        try channel.pipeline.syncOperations.addHandlers([handler, told])
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 443)).wait()
    }

    /// Ciphertext from the other side, at most `size` bytes in a read.
    func receive(_ bytes: [UInt8], inPiecesOf size: Int = .max) throws {
        var rest = bytes[...]
        while !rest.isEmpty, channel.isActive {
            try channel.writeInbound(ByteBuffer(bytes: rest.prefix(size)))
            channel.pipeline.fireChannelReadComplete()
            rest = rest.dropFirst(size)
        }
    }

    /// Ciphertext for the other side.
    func takeOutput() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += buffer.readableBytesView }
        return bytes
    }

    func write(_ bytes: [UInt8]) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// What a handler behind ours sees, in order.
    final class Told: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        enum Word: Equatable {
            case agreed, data, goodbye, error, inactive
        }

        private(set) var words: [Word] = []
        private(set) var plaintext: [UInt8] = []
        private(set) var agreement: TLSAgreement?
        private(set) var failures: [TLSFailure] = []

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            switch event as? TLSEvent {
            case .handshakeCompleted(let agreement)?:
                self.agreement = agreement
                words.append(.agreed)
            case .peerClosed?: words.append(.goodbye)
            case nil: context.fireUserInboundEventTriggered(event)
            }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            plaintext += unwrapInboundIn(data).readableBytesView
            if words.last != .data { words.append(.data) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let failure = error as? TLSFailure { failures.append(failure) }
            words.append(.error)
        }

        func channelInactive(context: ChannelHandlerContext) { words.append(.inactive) }
    }
}

/// Carries bytes between the two sides until neither has anything to say.
/// - Returns: how the client's handshake stands.
@discardableResult
func converse(_ client: RawClient, _ server: Listener, inPiecesOf size: Int = .max) throws -> RawClient.Progress {
    while true {
        let progress = client.handshake()
        let asked = client.takeOutput()
        try server.receive(asked, inPiecesOf: size)
        let answered = try server.takeOutput()
        guard !asked.isEmpty || !answered.isEmpty else { return progress }
        for piece in answered.chunks(of: size) {
            client.receive(piece)
            if size < answered.count { _ = client.handshake() }
        }
    }
}

/// The same for two of our own.
func converse(_ client: Listener, _ server: Listener) throws {
    while true {
        let asked = try client.takeOutput()
        try server.receive(asked)
        let answered = try server.takeOutput()
        try client.receive(answered)
        if asked.isEmpty, answered.isEmpty { return }
    }
}

extension [UInt8] {
    func chunks(of size: Int) -> [[UInt8]] {
        size >= count
            ? [self] : stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
