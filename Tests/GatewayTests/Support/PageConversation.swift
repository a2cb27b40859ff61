import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded

@testable import Gateway
@testable import GatewayTLS

/// One connection of a client behind the handshake, on a loop with a thread of its own: pages are made elsewhere than on the loop, and come back to it.
struct PageConversation {
    private let channel: NIOAsyncTestingChannel

    /// - Parameters:
    ///   - serverName: what the client asked for in the handshake.
    ///   - pressure: how the loop stands.
    init(
        at station: Station, showing chain: [[UInt8]], to serverName: String, on listener: ListenerRole = .gate,
        under pressure: Pressure = .normal
    ) async throws {
        channel = try await NIOAsyncTestingChannel { channel in
            let context = LoopContext(at: station, on: channel.eventLoop, recordingTo: PlayedLane())
            context.pressure.level = pressure
            let greeting = Greeting(
                loop: context, role: listener, source: Sample.address,
                slot: try station.node.admission.admit(Arrival(source: Sample.address, rank: .stranger)))
            try channel.pipeline.syncOperations.addHandler(greeting)
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 50_000)).get()
        channel.pipeline.fireUserInboundEventTriggered(
            TLSEvent.handshakeCompleted(
                TLSAgreement(
                    version: "TLSv1.3", cipherSuite: "TLS_AES_256_GCM_SHA384", serverName: serverName,
                    applicationProtocol: nil,
                    peerChain: chain)))
    }

    func send(_ text: String) async throws { try await channel.writeInbound(ByteBuffer(string: text)) }

    /// - Returns: what is written first from now on.
    func ask(_ text: String) async throws -> String {
        try await send(text)
        channel.pipeline.fireChannelReadComplete()
        return String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
    }
}
