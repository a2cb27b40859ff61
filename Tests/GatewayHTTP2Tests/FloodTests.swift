import GatewayHTTP2
import NIOCore
import Testing

@Suite struct `A flood` {
    /// Every limit as wide as it goes, so that the one under test is the one that refuses.
    private static func limits(_ change: (inout HTTP2Limits) -> Void) -> HTTP2Limits {
        var limits = HTTP2Limits.standard
        let wide = HTTP2Limits.Rate(burst: 1_000_000, perSecond: 1_000_000)
        limits.resets = wide
        limits.pings = wide
        limits.settings = wide
        limits.priorities = wide
        limits.windowUpdates = wide
        limits.emptyData = wide
        limits.ignoredFrames = wide
        limits.queuedFrames = 1_000_000
        change(&limits)
        return limits
    }

    private static let five = HTTP2Limits.Rate(burst: 5, perSecond: 1)

    struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let failure: HTTP2Failure
        let limit: @Sendable (inout HTTP2Limits) -> Void
        let begin: @Sendable (inout Frames) -> Void
        let frame: @Sendable (inout Frames, UInt32) -> Void
    }

    static let attacks: [Attack] = [
        Attack(
            testDescription: "resets by the client (CVE-2023-44487)", failure: .resetFlood,
            limit: { $0.resets = five }, begin: { _ in },
            frame: { frames, index in
                frames.request(Frames.get(), stream: 2 * index + 1)
                frames.add(.reset, stream: 2 * index + 1, Frames.word(8))
            }),
        Attack(
            testDescription: "resets we are made to send (CVE-2025-8671), by DATA beyond the length",
            failure: .provokedResetFlood, limit: { $0.resets = five }, begin: { _ in },
            frame: { frames, index in
                frames.request(Frames.get("/", ("content-length", "0")), stream: 2 * index + 1, endsStream: false)
                frames.add(.data, stream: 2 * index + 1, [1])
            }),
        Attack(
            testDescription: "resets we are made to send (CVE-2025-8671), by windows that are too large",
            failure: .provokedResetFlood, limit: { $0.resets = five }, begin: { _ in },
            frame: { frames, index in
                frames.request(Frames.get(), stream: 2 * index + 1, endsStream: false)
                frames.add(.windowUpdate, stream: 2 * index + 1, Frames.word(0x7FFF_FFFF))
            }),
        Attack(
            testDescription: "malformed requests", failure: .provokedResetFlood, limit: { $0.resets = five },
            begin: { _ in }, frame: { $0.request(Frames.get("/", ("Bad", "1")), stream: 2 * $1 + 1) }),
        Attack(
            testDescription: "requests for another scheme", failure: .provokedResetFlood, limit: { $0.resets = five },
            begin: { _ in },
            frame: {
                $0.request(
                    [(":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", "/")], stream: 2 * $1 + 1)
            }),
        Attack(
            testDescription: "PING", failure: .pingFlood, limit: { $0.pings = five }, begin: { _ in },
            frame: { frames, _ in frames.add(.ping, Array(repeating: 0, count: 8)) }),
        Attack(
            testDescription: "PING acknowledgements", failure: .pingFlood, limit: { $0.pings = five },
            begin: { _ in },
            frame: { frames, _ in frames.add(.ping, flags: Frames.acknowledgement, Array(repeating: 0, count: 8)) }),
        Attack(
            testDescription: "SETTINGS", failure: .settingsFlood,
            limit: { $0.settings = HTTP2Limits.Rate(burst: 6, perSecond: 1) }, begin: { _ in },
            frame: { frames, _ in frames.add(.settings) }),
        Attack(
            testDescription: "GOAWAY", failure: .settingsFlood,
            limit: { $0.settings = HTTP2Limits.Rate(burst: 6, perSecond: 1) },
            begin: { $0.request(Frames.get(), endsStream: false) },
            frame: { frames, _ in frames.add(.goAway, Frames.word(0) + Frames.word(0)) }),
        Attack(
            testDescription: "PRIORITY", failure: .priorityFlood, limit: { $0.priorities = five }, begin: { _ in },
            frame: { frames, index in frames.add(.priority, stream: 2 * index + 101, Frames.word(0) + [1]) }),
        Attack(
            testDescription: "PRIORITY_UPDATE", failure: .priorityFlood, limit: { $0.priorities = five },
            begin: { _ in },
            frame: { $0.add(Frames.Kind(number: 16), Frames.word(2 * $1 + 1) + Array("u=1".utf8)) }),
        Attack(
            testDescription: "WINDOW_UPDATE", failure: .windowUpdateFlood, limit: { $0.windowUpdates = five },
            begin: { _ in }, frame: { frames, _ in frames.add(.windowUpdate, Frames.word(1)) }),
        Attack(
            testDescription: "DATA with nothing in it (CVE-2019-9518)", failure: .emptyDataFlood,
            limit: { $0.emptyData = five }, begin: { $0.request(Frames.get(), endsStream: false) },
            frame: { frames, _ in frames.add(.data, stream: 1) }),
        Attack(
            testDescription: "DATA with padding alone", failure: .emptyDataFlood, limit: { $0.emptyData = five },
            begin: { $0.request(Frames.get(), endsStream: false) },
            frame: { frames, _ in frames.add(.data, flags: Frames.padded, stream: 1, [2, 0, 0]) }),
        Attack(
            testDescription: "frames of an unknown type", failure: .ignoredFrameFlood,
            limit: { $0.ignoredFrames = five }, begin: { _ in },
            frame: { frames, _ in frames.add(Frames.Kind(number: 0xFA), [1, 2, 3]) }),
        Attack(
            testDescription: "heads for a stream that is gone", failure: .ignoredFrameFlood,
            limit: { $0.ignoredFrames = five },
            begin: {
                $0.request(Frames.get(), stream: 1)
                $0.add(.reset, stream: 1, Frames.word(8))
            }, frame: { frames, _ in frames.request(Frames.get(), stream: 1) }),
    ]

    @Test(arguments: attacks)
    func `of one kind ends the connection, and its beginning does not`(attack: Attack) throws {
        let server = try Server(limits: Self.limits(attack.limit))
        var begin = Frames.greeting()
        attack.begin(&begin)
        #expect(server.receive(begin) == nil)
        for index in 0..<UInt32(5) {
            var frames = Frames()
            attack.frame(&frames, index)
            #expect(server.receive(frames) == nil, "after \(index)")
        }
        var sixth = Frames()
        attack.frame(&sixth, 5)
        #expect(server.receive(sixth) == attack.failure)
        #expect(server.goAway == .enhanceYourCalm)
        #expect(server.session.isFinished)
        let events = server.log.events.count
        var seventh = Frames()
        seventh.request(Frames.get(), stream: 101)
        #expect(server.receive(seventh) == attack.failure)
        #expect(server.log.events.count == events)
    }

    @Test(arguments: attacks)
    func `that keeps to the rate goes on`(attack: Attack) throws {
        let server = try Server(limits: Self.limits(attack.limit))
        var begin = Frames.greeting()
        attack.begin(&begin)
        server.receive(begin)
        for index in 0..<UInt32(20) {
            var frames = Frames()
            attack.frame(&frames, index)
            server.now = server.now + .seconds(1)
            #expect(server.receive(frames) == nil, "after \(index)")
        }
    }

    @Test(arguments: attacks)
    func `stops in the middle of what arrived at once`(attack: Attack) throws {
        let server = try Server(limits: Self.limits(attack.limit))
        var frames = Frames.greeting()
        attack.begin(&frames)
        for index in 0..<UInt32(40) { attack.frame(&frames, index) }
        #expect(server.receive(frames) == attack.failure)
        #expect(server.session.openStreams <= 40)
    }

    @Test func `that was noticed has the connection's last bytes read, even before it is told so`() throws {
        let server = try Server(limits: Self.limits { $0.pings = Self.five })
        var frames = Frames.greeting()
        frames.request(Frames.get(), endsStream: false)
        for _ in 0..<6 { frames.add(.ping, Array(repeating: 0, count: 8)) }
        #expect(server.read(frames.bytes) == .pingFlood)
        var more = Frames()
        more.add(.data, flags: Frames.endStream, stream: 1, [1])
        // The frame that was one too many had its payload to come.
        #expect(server.read(Array(repeating: 0, count: 8) + more.bytes) == .pingFlood)
        #expect(server.log.events.count == 1)
    }

    @Test func `of CONTINUATION in one head ends the connection (CVE-2024-28182)`() throws {
        let server = try Server(limits: Self.limits { $0.continuations = 4 })
        var frames = Frames.greeting()
        frames.add(.headers, stream: 1, Frames.literal(":method", "GET"))
        for _ in 0..<4 { frames.add(.continuation, stream: 1, Frames.literal("x", "y")) }
        #expect(server.receive(frames) == nil)
        frames = Frames()
        frames.add(.continuation, stream: 1, Frames.literal("x", "y"))
        #expect(server.receive(frames) == .continuationFlood)
        #expect(server.goAway == .enhanceYourCalm)
        #expect(server.log.events.isEmpty)
    }

    @Test func `of answers that the peer does not read is cut off, whatever provoked them`() throws {
        let provoking: [(inout Frames, UInt32) -> Void] = [
            { frames, _ in frames.add(.ping, Array(repeating: 0, count: 8)) },
            { frames, _ in frames.add(.settings) },
            { $0.request(Frames.get("/", ("Bad", "1")), stream: 2 * $1 + 1) },
        ]
        for provoke in provoking {
            let server = try Server(
                HTTP2Settings(maxConcurrentStreams: 1_000), limits: Self.limits { $0.queuedFrames = 50 })
            server.receive(Frames.greeting())
            var index: UInt32 = 0
            while server.session.failure == nil, index < 200 {
                var frames = Frames()
                provoke(&frames, index)
                server.read(frames.bytes)
                index += 1
            }
            #expect(server.session.failure == .outputNotRead)
            #expect(index < 60)
        }
    }

    @Test func `of fields in one head is cut off (HPACK bomb)`() throws {
        let server = try Server()
        // One field of 4,000 bytes goes into the dynamic table; each byte behind it is that field again.
        var block = Frames.get().flatMap { Frames.literal($0.0, $0.1) }
        var indexed = Frames.literal("x", String(repeating: "a", count: 4_000))
        indexed[0] = 0x40
        block += indexed + Array(repeating: 0xBE, count: 100)
        var frames = Frames.greeting()
        frames.add(.headers, flags: Frames.endHeaders | Frames.endStream, stream: 1, block)
        #expect(server.receive(frames) == .headTooLarge)
        #expect(server.goAway == .enhanceYourCalm)
        #expect(server.log.heads().isEmpty)
    }

    @Test func `of small fields in one head is cut off`() throws {
        let server = try Server()
        let many = (0..<300).map { ("x\($0)", "") }
        var frames = Frames.greeting()
        frames.request(Frames.get() + many)
        #expect(server.receive(frames) == .headTooLarge)
    }

    @Test func `is not what answers the DATA that we send`() throws {
        let server = try Server(
            limits: Self.limits {
                $0.windowUpdates = Self.five
                $0.pings = Self.five
            })
        server.log.onHead = { [session = server.session] _, stream in
            session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
        }
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        for _ in 0..<100 {
            server.session.submitData(ByteBuffer(string: "piece"), on: 1)
            server.write()
            var answer = Frames()
            answer.add(.windowUpdate, Frames.word(5))
            answer.add(.windowUpdate, stream: 1, Frames.word(5))
            answer.add(.ping, Array(repeating: 0, count: 8))
            #expect(server.receive(answer) == nil)
        }
    }

    @Test func `is not what ordinary clients do`() throws {
        let wire = try Wire()
        wire.serverLog.onHead = { _, stream in
            wire.server.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            wire.server.submitData(ByteBuffer(repeating: 1, count: 100_000), on: stream)
            wire.server.submitEnd(on: stream)
        }
        wire.clientLog.onData = { data, stream in wire.client.consume(data.count, on: stream) }
        for _ in 0..<2_000 {
            _ = wire.client.submitRequest(.head("GET / HTTP/1.1", "Host: a"), endsStream: true)
            wire.run()
        }
        #expect(wire.server.failure == nil && wire.client.failure == nil)
        #expect(wire.client.openStreams == 0 && wire.server.openStreams == 0)
    }
}
