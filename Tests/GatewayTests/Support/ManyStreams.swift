import GatewayHTTP2
import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded

@testable import Gateway
@testable import GatewayTLS

/// A client that speaks HTTP/2 with the gate, on a loop that moves when a test says so.
final class ManyStreams: HTTP2Events {
    let loop = EmbeddedEventLoop()
    let channel: EmbeddedChannel
    let lane = PlayedLane()
    let context: LoopContext
    let client: HTTP2ClientSession
    private let station: Station

    /// What was heard of each stream: heads, bodies and trailers in their order, then how it ended.
    private(set) var heads: [HTTP2StreamID: [String]] = [:]
    private(set) var bodies: [HTTP2StreamID: String] = [:]
    private(set) var trailers: [HTTP2StreamID: String] = [:]
    private(set) var ends: [HTTP2StreamID: HTTP2ErrorCode] = [:]
    private(set) var goAway: HTTP2ErrorCode?
    /// Takes what it receives, so that windows open again.
    var reads = true

    init(at station: Station, showing chain: [[UInt8]], to serverName: String, settings: HTTP2Settings = .standard)
        throws
    {
        self.station = station
        context = LoopContext(at: station, on: loop, recordingTo: lane)
        client = try HTTP2ClientSession(settings: settings)
        let source = Sample.address
        let greeting = Greeting(
            loop: context, role: .gate, source: source,
            slot: try station.node.admission.admit(Arrival(source: source, rank: .stranger)))
        channel = EmbeddedChannel(handler: greeting, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 50_000)).wait()
        channel.pipeline.fireUserInboundEventTriggered(
            TLSEvent.handshakeCompleted(
                TLSAgreement(
                    version: "TLSv1.3", cipherSuite: "TLS_AES_256_GCM_SHA384", serverName: serverName,
                    applicationProtocol: "h2", peerChain: chain)))
        try run()
    }

    func ask(_ head: String..., body: String? = nil, ends: Bool = true) throws -> HTTP2StreamID {
        let text = ByteBuffer(string: head.map { $0 + "\r\n" }.joined() + "\r\n")
        guard let stream = client.submitRequest(text, endsStream: body == nil && ends) else {
            throw Unexpected(text: "no stream")
        }
        if let body {
            client.submitData(ByteBuffer(string: body), on: stream)
            if ends { client.submitEnd(on: stream) }
        }
        try run()
        return stream
    }

    func send(_ bytes: [UInt8]) throws {
        try channel.writeInbound(ByteBuffer(bytes: bytes))
        channel.pipeline.fireChannelReadComplete()
        try run()
    }

    func upstream(_ console: String) throws -> PlayedUpstream {
        guard case .console(let route)? = station.node.routes.site(at: console + ".example", on: .gate) else {
            throw Unexpected(text: "no console \(console)")
        }
        return try PlayedUpstream(of: route.upstreams.targets[0], pool: context.upstreams, loop: loop)
    }

    func tick() throws {
        context.connections.tick(now: .now(), clock: context.clock)
        try run()
    }

    var isOpen: Bool { channel.isActive }

    /// Carries bytes both ways until neither side has more to say.
    func run() throws {
        while true {
            loop.run()
            if case .keeps = lane.mood { lane.settle() }
            loop.run()
            var moved = false
            while let bytes = try channel.readOutbound(as: ByteBuffer.self) {
                moved = true
                _ = bytes.withUnsafeReadableBytes { client.receive($0, at: .now(), telling: self) }
            }
            var bytes = ByteBuffer()
            _ = client.writeOutput(into: &bytes, atMost: 1 << 20, at: .now(), telling: self)
            if bytes.readableBytes > 0, channel.isActive {
                moved = true
                try channel.writeInbound(bytes)
                channel.pipeline.fireChannelReadComplete()
            }
            if !moved { return }
        }
    }

    // MARK: HTTP2Events

    func received(_ head: HTTP2Head, on stream: HTTP2StreamID) {
        heads[stream, default: []].append(String(buffer: head.text))
    }

    func received(_ data: UnsafeRawBufferPointer, on stream: HTTP2StreamID) {
        bodies[stream, default: ""] += String(decoding: data, as: UTF8.self)
        if reads { client.consume(data.count, on: stream) }
    }

    func receivedTrailers(_ lines: ByteBuffer, on stream: HTTP2StreamID) { trailers[stream] = String(buffer: lines) }
    func receivedEnd(on stream: HTTP2StreamID) {}
    func closed(_ stream: HTTP2StreamID, with code: HTTP2ErrorCode) { ends[stream] = code }
    func becameWritable(_ stream: HTTP2StreamID) {}
    func receivedGoAway(_ code: HTTP2ErrorCode, last: HTTP2StreamID) { goAway = code }
}
