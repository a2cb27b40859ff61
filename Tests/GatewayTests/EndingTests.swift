import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewaySettings
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

/// What runs, runs by what permitted it.
@Suite struct `A running exchange` {
    private func begin(_ station: Station, _ member: Station.Visitor) throws -> (Conversation, PlayedUpstream) {
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send("GET /long HTTP/1.1\r\nHost: notice.example\r\nAccept: application/json\r\n\r\n")
        _ = try upstream.received()
        return (talk, upstream)
    }

    private let begun = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun"

    @Test func `is cut when the certificate is revoked`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let (talk, upstream) = try begin(station, member)
        try upstream.say(begun)
        talk.tick()
        #expect(talk.isOpen)
        try station.revoke(member)
        talk.tick()
        #expect(!talk.isOpen)
        #expect(!upstream.isOpen)
        #expect(talk.lane.records.last?.contains(#""cert_revoked""#) ?? false)
    }

    @Test func `is cut when the certificate ends`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let (talk, upstream) = try begin(station, member)
        try upstream.say(begun)
        station.clock.advance(by: .seconds(400 * 86_400))
        talk.tick()
        #expect(!talk.isOpen)
        #expect(!upstream.isOpen)
    }

    @Test func `is cut when the policy no longer allows it, and answered when nothing was said yet`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let stricter = StationPolicy.routes(
            try StationPolicy.snapshot { $0.rules.removeAll { $0.id.text == "notice-people" } })
        let (talk, upstream) = try begin(station, member)
        let (silent, waiting) = try begin(station, member)
        try upstream.say(begun)
        station.node.adopt(stricter)
        talk.tick()
        silent.tick()
        #expect(!talk.isOpen)
        #expect(!upstream.isOpen)
        #expect(try silent.heard().hasPrefix("HTTP/1.1 403 "))
        #expect(!waiting.isOpen)
        #expect(silent.isOpen)
    }

    @Test func `is cut when its session ends, a tunnel as well`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let grant = try await station.enter(person)
        let cookie = "Cookie: __Host-gwanmun=\(grant.cookie.text)\r\n"
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        try talk.send(
            "GET /ws HTTP/1.1\r\nHost: build.example\r\n\(cookie)Connection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
        try upstream.say(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n")
        talk.tick()
        #expect(talk.isOpen)
        // Nobody types, nobody moves: the upstream's chatter keeps no session open.
        station.clock.advance(by: .seconds(16 * 60))
        try upstream.say("tick")
        talk.tick()
        #expect(!talk.isOpen)
        #expect(!upstream.isOpen)
        #expect(talk.lane.records.last?.contains(#""session_idle""#) ?? false)
    }

    /// Cut when its session has been idle for 15 minutes, of which it has seen `pause` and then a message of the client's.
    private func outlasts(_ background: [BackgroundTraffic]) async throws -> Bool {
        let station = try await Station(policy: { $0.consoles[1].background = background })
        let person = try await station.person()
        let grant = try await station.enter(person)
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        try talk.send(
            "GET /ws HTTP/1.1\r\nHost: build.example\r\nCookie: __Host-gwanmun=\(grant.cookie.text)\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
        try upstream.say(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n")
        station.clock.advance(by: .seconds(10 * 60))
        try talk.send("typed")
        talk.tick()
        #expect(talk.isOpen)
        station.clock.advance(by: .seconds(6 * 60))
        talk.tick()
        return talk.isOpen
    }

    @Test func `goes on while its person writes, but not by what is declared to be background`() async throws {
        #expect(try await outlasts([]))
        #expect(try await !outlasts([BackgroundTraffic(paths: [.everything])]))
        #expect(try await outlasts([BackgroundTraffic(paths: [try PathPattern("/ws/other")])]))
        #expect(try await outlasts([BackgroundTraffic(methods: [.post], paths: [.everything])]))
    }

    @Test func `ends at the upstream when the client leaves, and the connection is not lent again`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let (talk, upstream) = try begin(station, member)
        talk.hangUp()
        #expect(!upstream.isOpen)
        #expect(talk.lane.records.last?.contains(#""client_gone""#) ?? false)
        guard case .console(let route)? = station.node.routes.site(at: "notice.example", on: .gate) else { return }
        #expect(talk.context.upstreams.take(to: route.upstreams.targets[0]) == nil)
    }

    @Test func `that takes too long is told by whose fault`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let (talk, upstream) = try begin(station, member)
        talk.runOutOfTime()
        #expect(try talk.heard().hasPrefix("HTTP/1.1 504 "))
        #expect(!upstream.isOpen)

        let (late, cut) = try begin(station, member)
        try cut.say(begun)
        _ = try late.heard()
        late.runOutOfTime()
        #expect(try late.heard().isEmpty)
        #expect(!late.isOpen)
    }

    @Test(arguments: [(true, "408", "request_timeout"), (false, "504", "upstream_timeout")])
    func `whose body stands still is the client's fault unless the upstream takes nothing`(
        takes: Bool, status: String, reason: String
    ) async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send(
            "POST /up HTTP/1.1\r\nHost: notice.example\r\nAccept: */*\r\nContent-Length: 100\r\n\r\nten bytes.")
        upstream.becomes(writable: takes)
        talk.runOutOfTime()
        #expect(try talk.heard().hasPrefix("HTTP/1.1 \(status) "))
        #expect(talk.lane.records.last?.contains("\"\(reason)\"") ?? false)
        #expect(talk.isEnding)
    }

    @Test func `whose body is held back until the upstream asks for it is the upstream's fault until then`()
        async throws
    {
        let station = try await Station()
        let member = try await station.member()
        for asks in [false, true] {
            let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
            let upstream = try talk.upstream("notice")
            try talk.send(
                "POST /up HTTP/1.1\r\nHost: notice.example\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n")
            if asks { try upstream.say("HTTP/1.1 100 Continue\r\n\r\n") }
            _ = try talk.heard()
            talk.runOutOfTime()
            #expect(try talk.heard().hasPrefix("HTTP/1.1 \(asks ? "408" : "504") "))
        }
    }

    @Test func `has a body that may not stand still longer than any body`() async throws {
        var limits = ConnectionLimits()
        limits.bodyTime = .seconds(3)
        let station = try await Station(limits: limits)
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send("POST /up HTTP/1.1\r\nHost: notice.example\r\nContent-Length: 100\r\n\r\nten bytes.")
        #expect(talk.gate.nextDeadline < .now() + .seconds(4))
        // While the upstream takes nothing, the console's own time counts.
        upstream.becomes(writable: false)
        try talk.send("ten bytes.")
        #expect(talk.gate.nextDeadline > .now() + .seconds(20))
    }

    @Test func `has a body that has to get on: a byte now and then buys no time, a kilobyte does`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send("POST /up HTTP/1.1\r\nHost: notice.example\r\nContent-Length: 100000\r\n\r\nx")
        let first = talk.gate.nextDeadline
        func send(_ bytes: Int) throws -> NIODeadline {
            talk.letTimePass(.seconds(1))
            try talk.send(String(repeating: "x", count: bytes))
            return talk.gate.nextDeadline
        }
        for _ in 0..<5 { #expect(try send(10) == first) }
        let second = try send(1024)
        #expect(second > first)
        #expect(try send(1023) == second)
        // Whoever is answered already is in a conversation, where silence may be the answer.
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel")
        #expect(try send(1) > second)
    }

    @Test func `is let go on by a draining node, and nothing after it`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let (talk, upstream) = try begin(station, member)
        station.node.beginDraining()
        talk.tick()
        #expect(talk.isOpen)
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        let answer = try talk.heard()
        #expect(answer.contains("Connection: close\r\n"))
        #expect(answer.hasSuffix("ok"))
        #expect(talk.isEnding)
        #expect(try talk.ask("GET /more HTTP/1.1\r\nHost: notice.example\r\n\r\n").isEmpty)
    }

    @Test func `is cut when a draining node has waited long enough, and recorded as that`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let (talk, upstream) = try begin(station, member)
        station.node.beginDraining()
        station.node.endDraining()
        talk.tick()
        #expect(try talk.heard().hasPrefix("HTTP/1.1 503 "))
        #expect(!upstream.isOpen)
        #expect(talk.isEnding)
        #expect(talk.lane.records.last?.contains(#""reason":"draining""#) == true)
    }
}

@Suite struct `A connection` {
    @Test func `gives its slot back when it is gone, however it goes`() async throws {
        let station = try await Station()
        let member = try await station.member()
        for ending in 0..<4 {
            func connect() throws {
                let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
                let upstream = try talk.upstream("notice")
                #expect(station.node.openConnections == 1)
                switch ending {
                case 0: break
                case 1: try talk.send("GET / HTTP/1.1\r\nHost: notice.example\r\n\r\n")
                case 2: try talk.send("no HTTP\r\n\r\n")
                default:
                    try talk.send("GET / HTTP/1.1\r\nHost: notice.example\r\n\r\n")
                    try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
                }
                talk.hangUp()
                upstream.hangUp()
                #expect(talk.context.connections.count == 0)
            }
            try connect()
            #expect(station.node.openConnections == 0, "ending \(ending)")
        }
    }

    @Test func `without a request, or with half of one, has its time`() async throws {
        let station = try await Station()
        let idle = try Conversation(at: station, showing: [], to: "gate.example")
        idle.runOutOfTime()
        #expect(try idle.heard().isEmpty)
        #expect(!idle.isOpen)

        let slow = try Conversation(at: station, showing: [], to: "gate.example")
        try slow.send("GET / HTTP/1.1\r\nHo")
        slow.runOutOfTime()
        #expect(try slow.heard().hasPrefix("HTTP/1.1 408 "))
        #expect(slow.isEnding)
    }

    /// Without a socket there is no close_notify: the end of the output is the channel's own.
    @Test func `that ends is closed a moment after its last answer has left`() async throws {
        let station = try await Station()
        let talk = try Conversation(at: station, showing: [], to: "gate.example")
        let writes = HeldWrites()
        try talk.client.pipeline.syncOperations.addHandler(writes, position: .first)
        try talk.send("no HTTP\r\n\r\n")
        #expect(talk.isEnding)
        let patient = talk.gate.nextDeadline
        writes.goodbye?.succeed(())
        #expect(talk.gate.nextDeadline < patient)
        talk.runOutOfTime()
        #expect(!talk.isOpen)
    }

    /// A socket that says when the end of the output has left.
    private final class HeldWrites: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        private(set) var goodbye: EventLoopPromise<Void>?

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            if mode == .output { goodbye = promise } else { context.close(mode: mode, promise: promise) }
        }
    }
}
