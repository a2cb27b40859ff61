import GatewayHTTP2
import GatewayIdentity
import GatewaySettings
import GatewayTesting
import NIOCore
import Testing

@testable import Gateway

@Suite struct `A connection that speaks HTTP 2` {
    private func talk(_ check: (ManyStreams, Station) throws -> Void) async throws {
        let station = try await Station()
        let member = try await station.member()
        try check(try ManyStreams(at: station, showing: member.chain, to: "notice.example"), station)
    }

    @Test func `has each request forwarded by itself, and answered on its stream`() async throws {
        try await talk { talk, _ in
            let (first, second) = (try talk.upstream("notice"), try talk.upstream("notice"))
            let one = try talk.ask("GET /one HTTP/1.1", "Host: notice.example")
            let two = try talk.ask("GET /two HTTP/1.1", "Host: notice.example")
            #expect(try second.received().hasPrefix("GET /one HTTP/1.1\r\n"))
            #expect(try first.received().hasPrefix("GET /two HTTP/1.1\r\n"))
            // The later answer comes first: nothing waits for it.
            try first.say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo")
            try talk.run()
            #expect(talk.bodies[two] == "two")
            #expect(talk.ends[two] == .noError)
            #expect(talk.heads[one] == nil)
            try second.say("HTTP/1.1 204 No Content\r\n\r\n")
            try talk.run()
            #expect(talk.heads[one]?.first?.hasPrefix("HTTP/1.1 204 ") == true)
            #expect(talk.ends[one] == .noError)
        }
    }

    @Test func `is granted by default what its module thinks safe, and what is configured otherwise`() {
        let standard = HTTP2Terms(ConnectionLimits())
        #expect(standard.settings == .standard && standard.limits == .standard)
        var configured = ConnectionLimits()
        configured.http2.concurrentStreams = 7
        configured.http2.resets = .init(burst: 3, perSecond: 1)
        #expect(HTTP2Terms(configured).settings.maxConcurrentStreams == 7)
        #expect(HTTP2Terms(configured).limits.resets == .init(burst: 3, perSecond: 1))
    }

    @Test func `is refused a name that it was not greeted with`() async throws {
        try await talk { talk, _ in
            let stream = try talk.ask("GET / HTTP/1.1", "Host: fab.example")
            #expect(talk.heads[stream]?.first?.hasPrefix("HTTP/1.1 421 ") == true)
        }
    }

    @Test func `has a body framed anew for the upstream, trailers included`() async throws {
        try await talk { talk, _ in
            let upstream = try talk.upstream("notice")
            let stream = try talk.ask("POST /up HTTP/1.1", "Host: notice.example", body: "abc", ends: false)
            #expect(try upstream.received().hasSuffix("\r\n\r\n3\r\nabc\r\n"))
            talk.client.submitEnd(on: stream, trailers: ByteBuffer(string: "x-sum: 1\r\n\r\n"))
            try talk.run()
            #expect(try upstream.received() == "0\r\nx-sum: 1\r\n\r\n")
            try upstream.say(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nGrpc-Status: 0\r\n\r\n")
            try talk.run()
            #expect(talk.bodies[stream] == "ok")
            #expect(talk.trailers[stream]?.lowercased() == "grpc-status: 0\r\n\r\n")
            #expect(talk.heads[stream]?.first?.lowercased().contains("transfer-encoding") == true)
        }
    }

    @Test func `is told 502 where the body of an answer is none, in the read that brought its head`() async throws {
        try await talk { talk, _ in
            let upstream = try talk.upstream("notice")
            let stream = try talk.ask("GET / HTTP/1.1", "Host: notice.example")
            try upstream.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n")
            try talk.run()
            #expect(talk.heads[stream]?.map { $0.prefix(13) } == ["HTTP/1.1 502 "])
            #expect(talk.ends[stream] == .noError)
        }
    }

    @Test func `opens a stream's window only as the upstream takes the body`() async throws {
        try await talk { talk, _ in
            let upstream = try talk.upstream("notice")
            let stream = try talk.ask("POST /up HTTP/1.1", "Host: notice.example", body: "first", ends: false)
            _ = try upstream.received()
            upstream.becomes(writable: false)
            let window = Int(HTTP2Settings.standard.initialWindow)
            talk.client.submitData(ByteBuffer(repeating: 0x61, count: 2 * window), on: stream)
            try talk.run()
            #expect(try upstream.received().isEmpty)
            #expect(talk.client.queuedBytes(on: stream) >= window)
            upstream.becomes(writable: true)
            try talk.run()
            #expect(talk.client.queuedBytes(on: stream) == 0)
        }
    }

    @Test func `holds an upstream back whose answer the client does not take, and that stream alone`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try ManyStreams(at: station, showing: member.chain, to: "notice.example")
        talk.reads = false
        let (other, slow) = (try talk.upstream("notice"), try talk.upstream("notice"))
        let stuck = try talk.ask("GET /big HTTP/1.1", "Host: notice.example")
        let piece = String(repeating: "x", count: 200_000)
        try slow.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + piece)
        try slow.say(piece)
        try talk.run()
        let got = talk.bodies[stuck]?.utf8.count ?? 0
        #expect(got < 400_000)
        let free = try talk.ask("GET /small HTTP/1.1", "Host: notice.example")
        try other.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        try talk.run()
        #expect(talk.bodies[free] == "ok")
    }

    @Test func `lets go of the upstream when the client resets the stream, and says so in the record`() async throws {
        try await talk { talk, _ in
            let upstream = try talk.upstream("notice")
            let stream = try talk.ask("GET /long HTTP/1.1", "Host: notice.example")
            talk.client.reset(stream, .cancel)
            try talk.run()
            #expect(!upstream.isOpen)
            #expect(talk.lane.records.last?.contains(#""reason":"client_gone""#) == true)
            #expect(talk.isOpen)
        }
    }

    @Test func `ends for one who wears it out, with the sign in the record`() async throws {
        try await talk { talk, _ in
            let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
            try talk.send(Array(repeatElement(ping, count: 1_000).joined()))
            #expect(talk.goAway == .enhanceYourCalm)
            #expect(talk.lane.records.last?.contains("http2_ping_flood") == true)
        }
    }

    @Test
    func `has its streams cut when a draining node has waited long enough, each with an answer if it has none yet`()
        async throws
    {
        try await talk { talk, station in
            let (second, first) = (try talk.upstream("notice"), try talk.upstream("notice"))
            let silent = try talk.ask("GET /silent HTTP/1.1", "Host: notice.example")
            let half = try talk.ask("GET /half HTTP/1.1", "Host: notice.example")
            try second.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            try talk.run()
            station.node.beginDraining()
            station.node.endDraining()
            try talk.tick()
            #expect(talk.heads[silent]?.first?.hasPrefix("HTTP/1.1 503 ") == true)
            #expect(talk.ends[half] == .internalError)
            #expect(!first.isOpen && !second.isOpen)
            #expect(talk.lane.records.filter { $0.contains(#""reason":"draining""#) }.count == 2)
            for _ in 0..<3 { try talk.tick() }
            #expect(talk.goAway == .noError)
        }
    }

    @Test func `drains: says so first, then takes no more, then goes`() async throws {
        try await talk { talk, station in
            let upstream = try talk.upstream("notice")
            let stream = try talk.ask("GET /last HTTP/1.1", "Host: notice.example")
            station.node.beginDraining()
            try talk.tick()
            #expect(talk.goAway == .noError)
            try talk.tick()
            try talk.tick()
            #expect(talk.isOpen)
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            try talk.run()
            #expect(talk.bodies[stream] == "ok")
            try talk.tick()
            talk.context.connections.tick(now: .distantFuture, clock: talk.context.clock)
            try talk.run()
            #expect(!talk.isOpen)
        }
    }
}
