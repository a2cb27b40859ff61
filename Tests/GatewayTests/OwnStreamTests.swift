import GatewayIdentity
import GatewayPages
import GatewayTesting
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import Gateway
@testable import GatewayTLS

/// Answers of the desk that have no end of their own: sent as they are made, for as long as whoever asked may have them.
@Suite struct `A stream of our own` {
    private func connect(to station: Station, showing chain: [[UInt8]]) async throws -> NIOAsyncTestingChannel {
        let channel = try await NIOAsyncTestingChannel { channel in
            let context = LoopContext(at: station, on: channel.eventLoop, recordingTo: PlayedLane())
            let greeting = Greeting(
                loop: context, role: .desk, source: Sample.address,
                slot: try station.node.admission.admit(Arrival(source: Sample.address, rank: .stranger)))
            try channel.pipeline.syncOperations.addHandler(greeting)
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 50_000)).get()
        channel.pipeline.fireUserInboundEventTriggered(
            TLSEvent.handshakeCompleted(
                TLSAgreement(
                    version: "TLSv1.3", cipherSuite: "TLS_AES_256_GCM_SHA384", serverName: "desk.example",
                    applicationProtocol: nil, peerChain: chain)))
        return channel
    }

    private func ask(_ channel: NIOAsyncTestingChannel, version: String = "HTTP/1.1") async throws {
        try await channel.writeInbound(ByteBuffer(string: "GET /api/v1/live \(version)\r\nHost: desk.example\r\n\r\n"))
        channel.pipeline.fireChannelReadComplete()
    }

    /// Everything that was sent, until it holds `text`.
    private func hear(_ channel: NIOAsyncTestingChannel, _ text: String) async throws -> String {
        var heard = ""
        while !heard.contains(text) {
            heard += String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
        }
        return heard
    }

    private func tick(_ channel: NIOAsyncTestingChannel) async throws {
        try await channel.testingEventLoop.executeInContext {
            let connection = try channel.pipeline.syncOperations.handler(type: HTTP1Connection.self)
            connection.tick(now: .now(), clock: connection.passage.loop.clock)
        }
    }

    @Test func `is sent piece by piece, each as it is made, and ended in order`() async throws {
        let desk = StreamingDesk()
        let station = try await Station(desk: desk)
        let channel = try await connect(to: station, showing: try await station.member().chain)
        try await ask(channel)
        let head = try await hear(channel, "\r\n\r\n")
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(head.contains("Transfer-Encoding: chunked\r\n"))
        #expect(!head.contains("Content-Length"))
        desk.put("one")
        #expect(try await hear(channel, "one\r\n").contains("3\r\none\r\n"))
        desk.put("two")
        #expect(try await hear(channel, "two\r\n").contains("3\r\ntwo\r\n"))
        desk.end()
        #expect(try await hear(channel, "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
        // The connection serves on.
        try await ask(channel)
        #expect(try await hear(channel, "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
    }

    @Test func `to a client of HTTP 1.0 ends with its connection`() async throws {
        let desk = StreamingDesk()
        let station = try await Station(desk: desk)
        let channel = try await connect(to: station, showing: try await station.member().chain)
        try await ask(channel, version: "HTTP/1.0")
        let head = try await hear(channel, "\r\n\r\n")
        #expect(!head.contains("chunked"))
        #expect(head.contains("Connection: close\r\n"))
        desk.put("one")
        #expect(try await hear(channel, "one").hasSuffix("one"))
    }

    @Test func `is asked for no more than its client takes`() async throws {
        let desk = StreamingDesk()
        let station = try await Station(desk: desk)
        let channel = try await connect(to: station, showing: try await station.member().chain)
        try await ask(channel)
        _ = try await hear(channel, "\r\n\r\n")
        try await desk.isAsked(1)
        // The client takes nothing from here on.
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        try await channel.testingEventLoop.executeInContext {}
        desk.put("one")
        _ = try await hear(channel, "one")
        try await tick(channel)
        #expect(desk.asked == 1, "its next piece is not made yet")
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        try await desk.isAsked(2)
    }

    @Test func `ends when its client is gone`() async throws {
        let desk = StreamingDesk()
        let station = try await Station(desk: desk)
        let channel = try await connect(to: station, showing: try await station.member().chain)
        try await ask(channel)
        _ = try await hear(channel, "\r\n\r\n")
        try await channel.close().get()
        try await desk.isCancelled()
    }

    @Test func `ends when the certificate of its client is revoked`() async throws {
        let desk = StreamingDesk()
        let station = try await Station(desk: desk)
        let member = try await station.member()
        let channel = try await connect(to: station, showing: member.chain)
        try await ask(channel)
        _ = try await hear(channel, "\r\n\r\n")
        try await tick(channel)
        #expect(!desk.wasCancelled, "as long as it is good the stream goes on")
        try station.revoke(member)
        try await tick(channel)
        #expect(try await hear(channel, "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
        try await desk.isCancelled()
    }

    @Test func `ends when the node does`() async throws {
        let desk = StreamingDesk()
        let station = try await Station(desk: desk)
        let channel = try await connect(to: station, showing: try await station.member().chain)
        try await ask(channel)
        _ = try await hear(channel, "\r\n\r\n")
        station.node.beginDraining()
        try await tick(channel)
        #expect(try await hear(channel, "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
        try await desk.isCancelled()
    }

    @Test func `of the control socket is sent and ended in the same way`() async throws {
        let desk = StreamingDesk()
        let channel = try await NIOAsyncTestingChannel { channel in
            try channel.pipeline.syncOperations.addHandler(
                PlainConnection(responder: { _, _ in desk.answer }, clock: LoopClock { Sample.start }))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        try await channel.writeInbound(ByteBuffer(string: "GET /api/v1/live HTTP/1.1\r\nHost: x\r\n\r\n"))
        #expect(try await hear(channel, "\r\n\r\n").contains("Connection: close\r\n"))
        desk.put("one")
        #expect(try await hear(channel, "one") == "one")
        desk.end()
        try await channel.closeFuture.get()
    }
}

/// A desk whose every answer is a stream, and says what it is told to.
private final class StreamingDesk: DeskDoor {
    let bodyLimit = 1024
    private let state = Mutex(State())

    private struct State: Sendable {
        var pieces: [[UInt8]?] = []
        var waiting: CheckedContinuation<[UInt8]?, Never>?
        var asked = 0
        var wasCancelled = false
    }

    var asked: Int { state.withLock { $0.asked } }
    var wasCancelled: Bool { state.withLock { $0.wasCancelled } }

    func respond(to request: LocalRequest, from visitor: PageVisitor, requestID: RequestID) async -> LocalResponse {
        answer
    }

    var answer: LocalResponse {
        LocalResponse(
            status: 200, headers: [HeaderLine("Content-Type", "text/event-stream")],
            stream: StreamedBody(next: { await self.next() }, cancel: { self.cancel() }))
    }

    func put(_ text: String) { put(Array(text.utf8)) }
    func end() { put(nil) }

    private func put(_ piece: [UInt8]?) {
        let waiting = state.withLock { state in
            if state.waiting == nil { state.pieces.append(piece) }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: piece)
    }

    private func next() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            let ready: [UInt8]?? = state.withLock { state in
                state.asked += 1
                guard state.pieces.isEmpty else { return .some(state.pieces.removeFirst()) }
                state.waiting = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    private func cancel() {
        let waiting = state.withLock { state in
            state.wasCancelled = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }

    func isAsked(_ times: Int) async throws {
        try await until { self.asked >= times }
    }

    func isCancelled() async throws {
        try await until { self.wasCancelled }
    }

    private func until(_ condition: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while !condition(), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        #expect(condition())
    }
}
