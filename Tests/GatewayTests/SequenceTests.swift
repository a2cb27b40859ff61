import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `Requests on one connection` {
    private func talk(_ check: (Conversation, PlayedUpstream) throws -> Void) async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        try check(talk, try talk.upstream("notice"))
    }

    private func get(_ path: String, _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: notice.example\r\n\(more)\r\n"
    }

    @Test func `that were sent together are served one after the other, the second with its body`() async throws {
        try await talk { talk, upstream in
            try talk.send(
                get("/1") + "POST /2 HTTP/1.1\r\nHost: notice.example\r\nContent-Length: 4\r\n\r\nbody"
                    + get("/secret/3") + get("/4"))
            #expect(try upstream.received().hasPrefix("GET /1 "))
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1")
            let second = try upstream.received()
            #expect(second.hasPrefix("POST /2 "))
            #expect(second.hasSuffix("\r\n\r\nbody"))
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2")
            #expect(try upstream.received().hasPrefix("GET /4 "))
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n4")
            let answers = try talk.heard()
            #expect(answers.ranges(of: "HTTP/1.1 ").count == 4)
            #expect(answers.ranges(of: "HTTP/1.1 403 ").count == 1)
            #expect(answers.hasSuffix("\r\n\r\n4"))
        }
    }

    @Test(arguments: ["Connection: close\r\n", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n"])
    func `end with a refused one that asked for it, or whose body nobody reads`(more: String) async throws {
        let station = try await Station()
        let talk = try Conversation(at: station, showing: [], to: "notice.example")
        let answer = try talk.ask("POST / HTTP/1.1\r\nHost: notice.example\r\n\(more)\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 403 "))
        #expect(answer.contains("Connection: close\r\n"))
        #expect(talk.isEnding)
    }

    @Test func `end with the first that is no HTTP`() async throws {
        try await talk { talk, upstream in
            let answer = try talk.ask(
                "GET / HTTP/1.1\r\nHost: notice.example\r\nHost: build.example\r\n\r\n" + get("/smuggled"))
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.ranges(of: "HTTP/1.1 ").count == 1)
            #expect(talk.isEnding)
            #expect(try upstream.received().isEmpty)
        }
    }

    /// Without any certificate: what is made for such a client waits in our memory.
    @Test func `of a client that reads no answers are not answered`() async throws {
        let station = try await Station()
        let talk = try Conversation(at: station, showing: [], to: "notice.example")
        let reads = Reads()
        try talk.client.pipeline.syncOperations.addHandler(reads, position: .first)
        talk.client.isWritable = false
        talk.client.pipeline.fireChannelWritabilityChanged()
        for _ in 0..<3 { try talk.send(get("/")) }
        #expect(try talk.heard().isEmpty)
        talk.client.read()
        #expect(reads.count == 0)

        talk.client.isWritable = true
        talk.client.pipeline.fireChannelWritabilityChanged()
        #expect(try talk.heard().ranges(of: "HTTP/1.1 403 ").count == 3)
        #expect(reads.count == 1)
    }

    @Test func `leave nothing behind in memory when one ends where the next has begun`() async throws {
        let station = try await Station()
        let talk = try Conversation(at: station, showing: [], to: "notice.example")
        let request = get("/", "X-Filling: " + String(repeating: "x", count: 2000) + "\r\n")
        try talk.send(String(request.prefix(10)))
        for _ in 0..<200 { _ = try talk.ask(String(request.dropFirst(10) + request.prefix(10))) }
        #expect(talk.gate.inbox.storageCapacity < 16 * 1024)
    }

    @Test func `get another connection when a kept one turns out to be dead, if they may be sent twice`() async throws {
        try await talk { talk, first in
            try talk.send(get("/1"))
            try first.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            _ = try talk.heard()
            try talk.send("POST /2 HTTP/1.1\r\nHost: notice.example\r\nContent-Length: 0\r\n\r\n")
            first.hangUp()
            // Whether it was carried out is not known: it is not carried out again.
            #expect(try talk.heard().hasPrefix("HTTP/1.1 502 "))
        }
    }

    @Test func `that opened a WebSocket are bytes from then on, both ways, what came early included`() async throws {
        try await talk { talk, upstream in
            try talk.send(
                get(
                    "/ws",
                    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                )
                    + "early")
            let head = try upstream.received()
            #expect(head.contains("Upgrade: websocket\r\n"))
            #expect(!head.contains("early"))
            try upstream.say(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\nhello")
            #expect(try talk.heard().hasSuffix("\r\n\r\nhello"))
            #expect(try upstream.received() == "early")
            try talk.send("GET / HTTP/1.1\r\n")
            #expect(try upstream.received() == "GET / HTTP/1.1\r\n")
            try upstream.say("bye")
            upstream.hangUp()
            #expect(try talk.heard() == "bye")
            #expect(talk.isEnding)
        }
    }
}
