import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway
@testable import GatewayProxyProtocol

/// A socket of a listed proxy before TLS: what was read from the header, and what went on to the handlers behind it.
private final class Socket {
    let loop = EmbeddedEventLoop()
    let channel: EmbeddedChannel
    let context: LoopContext
    private(set) var header: ProxyHeader?

    init(at station: Station, isTaken: Bool = true) throws {
        context = LoopContext(at: station, on: loop, recordingTo: PlayedLane())
        channel = EmbeddedChannel(loop: loop)
        let handler = ProxyHeaderHandler(loop: context) { [unowned self] (header, _) throws(EntranceRefusal) in
            self.header = header
            if !isTaken { throw .slot(.source) }
        }
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 50_000)).wait()
    }

    func send(_ text: String) throws {
        try channel.writeInbound(ByteBuffer(string: text))
        loop.run()
    }

    func passedOn() throws -> String {
        var text = ""
        while let buffer = try channel.readInbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }

    var hasHandler: Bool {
        do {
            _ = try channel.pipeline.syncOperations.handler(type: ProxyHeaderHandler.self)
            return true
        } catch {
            return false
        }
    }
}

@Suite struct `A connection of a listed proxy` {
    private let line = "PROXY TCP4 203.0.113.9 198.51.100.1 56324 443\r\n"
    private let named = ProxyHeader.forwarded(source: NetworkAddress(v4: 0xCB00_7109))

    @Test func `goes on with what follows the header, and nothing stands between any more`() async throws {
        let socket = try Socket(at: try await Station())
        try socket.send(line + "hello")
        #expect(socket.header == named)
        #expect(try socket.passedOn() == "hello")
        #expect(!socket.hasHandler && socket.context.connections.count == 0)
        try socket.send(line)
        #expect(try socket.passedOn() == line, "a second header is the client's own words")
    }

    @Test func `may be told whose it is byte by byte`() async throws {
        let socket = try Socket(at: try await Station())
        for character in line { try socket.send(String(character)) }
        #expect(socket.header == named)
        #expect(try socket.passedOn().isEmpty)
        #expect(socket.channel.isActive)
    }

    @Test(arguments: ["GET / HTTP/1.1\r\n", "\u{16}\u{3}\u{1}", "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n"])
    func `is closed when it begins otherwise`(text: String) async throws {
        let station = try await Station()
        let socket = try Socket(at: station)
        try socket.send(text)
        #expect(!socket.channel.isActive)
        #expect(socket.header == nil)
        #expect(try socket.passedOn().isEmpty)
        #expect(station.node.metrics.refused(.proxyHeader) == 1)
    }

    @Test func `is closed when the header does not come in time`() async throws {
        let station = try await Station()
        let socket = try Socket(at: station)
        try socket.send("PROXY TCP4 ")
        socket.context.connections.tick(now: .distantFuture, clock: socket.context.clock)
        #expect(!socket.channel.isActive)
        #expect(station.node.metrics.refused(.proxyHeaderLate) == 1)
        #expect(socket.context.connections.count == 0)
    }

    @Test func `is closed when there is no room for its source`() async throws {
        let socket = try Socket(at: try await Station(), isTaken: false)
        try socket.send(line + "hello")
        #expect(!socket.channel.isActive)
        #expect(try socket.passedOn().isEmpty)
    }

    @Test func `gives its slot back when it ends early`() async throws {
        let station = try await Station()
        let slots = station.node.admission
        do {
            let socket = try Socket(at: station)
            let slot = try slots.admitUnnamed(.stranger)
            let second = ProxyHeaderHandler(loop: socket.context) { _, _ in withExtendedLifetime(slot) {} }
            try socket.channel.pipeline.syncOperations.addHandler(second, position: .first)
            #expect(slots.open == 1)
            socket.channel.close(promise: nil)
            socket.loop.run()
        }
        #expect(slots.open == 0)
    }
}
