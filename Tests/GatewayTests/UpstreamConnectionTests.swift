import GatewayHTTP1
import GatewayMetrics
import GatewayTLS
import GatewayTesting
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `A connection to an upstream` {
    private let loop = EmbeddedEventLoop()
    private let target: UpstreamTarget

    init() throws { target = try UpstreamTarget("http://upstream.internal:8080") }

    private func pool() -> UpstreamPool {
        UpstreamPool(
            loop: loop, scratch: TLSScratch(allocator: ByteBufferAllocator()),
            metrics: GateMetrics(consoles: NameRoll(label: "console", limit: 1)).makeLoop(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// One request, and what the upstream says to it.
    private func exchange(
        _ answer: String, isWhole: Bool = true, _ check: (PlayedUpstream, UpstreamPool, Listener) throws -> Void
    ) throws {
        let pool = pool()
        let upstream = try PlayedUpstream(of: target, pool: pool, loop: loop)
        let connection = try #require(pool.take(to: target))
        let listener = Listener()
        connection.begin(for: listener, ResponseContext(), head: ByteBuffer(), body: isWhole ? .none : .length(1))
        try upstream.say(answer)
        try check(upstream, pool, listener)
    }

    @Test func `is lent again after a whole exchange, the last one first`() throws {
        try exchange("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") { upstream, pool, listener in
            #expect(listener.heard == ["200", "ok", "end"])
            let second = try PlayedUpstream(of: target, pool: pool, loop: loop)
            #expect(pool.take(to: target) === second.connection)
            #expect(pool.take(to: target) === upstream.connection)
            #expect(pool.take(to: target) == nil)
        }
    }

    @Test func `is not lent again after it said more than it was asked`() throws {
        try exchange("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n") {
            upstream, pool, listener in
            #expect(listener.heard == ["200", "ok", "end"])
            #expect(!upstream.isOpen)
            #expect(pool.take(to: target) == nil)
        }
        // Nor when it says it while nobody asks.
        try exchange("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") { upstream, pool, _ in
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nplanted")
            #expect(!upstream.isOpen)
            #expect(pool.take(to: target) == nil)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    ])
    func `is not lent again when it said that it ends`(answer: String) throws {
        try exchange(answer) { upstream, pool, listener in
            #expect(listener.heard == ["200", "end"])
            #expect(!upstream.isOpen)
            #expect(pool.take(to: target) == nil)
        }
    }

    @Test func `is not lent again while a request is not whole`() throws {
        try exchange("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", isWhole: false) { upstream, pool, _ in
            #expect(!upstream.isOpen)
            #expect(pool.take(to: target) == nil)
        }
    }

    @Test func `is forgotten when it dies while nobody uses it, or has said goodbye`() throws {
        for says in [false, true] {
            let pool = pool()
            let upstream = try PlayedUpstream(of: target, pool: pool, loop: loop)
            if says {
                upstream.channel.pipeline.fireUserInboundEventTriggered(TLSEvent.peerClosed)
            } else {
                upstream.hangUp()
            }
            #expect(!upstream.isOpen)
            #expect(pool.take(to: target) == nil)
        }
    }

    @Test func `is one of a limited number that are kept, and not for long`() throws {
        let pool = pool()
        let upstreams = try (0..<520).map { _ in try PlayedUpstream(of: target, pool: pool, loop: loop) }
        #expect(upstreams.filter(\.isOpen).count == 512)
        pool.tick(now: .now() + .seconds(31))
        #expect(upstreams.filter(\.isOpen).isEmpty)
    }

    @Test func `says that it was stale only if it was used before and said nothing`() throws {
        let pool = pool()
        let upstream = try PlayedUpstream(of: target, pool: pool, loop: loop)
        let first = Listener()
        try #require(pool.take(to: target)).begin(for: first, ResponseContext(), head: ByteBuffer(), body: .none)
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let second = Listener()
        try #require(pool.take(to: target)).begin(for: second, ResponseContext(), head: ByteBuffer(), body: .none)
        upstream.hangUp()
        #expect(second.heard == ["stale"])

        let fresh = try PlayedUpstream(of: target, pool: pool, loop: loop)
        let third = Listener()
        try #require(pool.take(to: target)).begin(for: third, ResponseContext(), head: ByteBuffer(), body: .none)
        fresh.hangUp()
        #expect(third.heard == ["unanswered"])
    }

    @Test func `tells whoever gave it up nothing more`() throws {
        try exchange("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nbegun") { upstream, _, listener in
            upstream.connection.abandon()
            #expect(!upstream.isOpen)
            #expect(listener.heard == ["200", "begun"])
        }
    }

    @Test(arguments: ["Content-Length: 5\r\n\r\nwhole", "Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n"])
    func `is not lent again when it was given up at the last piece of its answer`(answer: String) throws {
        let pool = pool()
        let upstream = try PlayedUpstream(of: target, pool: pool, loop: loop)
        let connection = try #require(pool.take(to: target))
        let listener = Listener()
        listener.onPiece = { upstream.connection.abandon() }
        connection.begin(for: listener, ResponseContext(), head: ByteBuffer(), body: .none)
        try upstream.say("HTTP/1.1 200 OK\r\n" + answer)
        #expect(listener.heard == ["200", "whole"])
        #expect(pool.take(to: target) == nil)
    }

    /// Notes what it is told.
    private final class Listener: UpstreamFront {
        private(set) var heard: [String] = []
        var onPiece: () -> Void = {}

        func upstreamAnswered(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer) { heard.append("\(head.status)") }
        func upstreamSent(_ body: ByteBuffer) {
            heard.append(String(buffer: body))
            onPiece()
        }
        func upstreamEnded(trailers: Trailers?) { heard.append("end") }
        func upstreamFailed(_ failure: ForwardFailure) { heard.append("\(failure)") }
        func upstreamReadComplete() {}
        func upstreamWritabilityChanged() {}
        func tunnelSent(_ bytes: ByteBuffer) { heard.append(String(buffer: bytes)) }
        func tunnelEnded() { heard.append("tunnel ended") }
    }
}
