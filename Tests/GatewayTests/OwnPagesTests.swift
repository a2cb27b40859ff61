import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway
@testable import GatewayTLS

/// Our own pages are made elsewhere than on the loop, and come back to it.
@Suite struct `A page of our own` {
    /// A connection on a loop with a thread of its own.
    private func connect(to station: Station, showing chain: [[UInt8]], at serverName: String = "gate.example")
        async throws -> NIOAsyncTestingChannel
    {
        let channel = try await NIOAsyncTestingChannel { channel in
            let context = LoopContext(at: station, on: channel.eventLoop, recordingTo: PlayedLane())
            let greeting = Greeting(
                loop: context, role: .gate, source: Sample.address,
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
        return channel
    }

    private func ask(_ channel: NIOAsyncTestingChannel, _ request: String) async throws -> String {
        try await channel.writeInbound(ByteBuffer(string: request))
        channel.pipeline.fireChannelReadComplete()
        return String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
    }

    @Test func `tells everybody that the gate is there, and no more`() async throws {
        let station = try await Station()
        for host in ["gate.example", "notice.example"] {
            let channel = try await connect(to: station, showing: [], at: host)
            let answer = try await ask(channel, "GET /.gwanmun/health HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nok") || answer.hasSuffix("\r\n\r\nok\n"))
        }
    }

    @Test func `explains a missing certificate, and shows no form`() async throws {
        let channel = try await connect(to: try await Station(), showing: [])
        let answer = try await ask(
            channel,
            "GET /.gwanmun/login HTTP/1.1\r\nHost: gate.example\r\nAccept: text/html\r\nSec-Fetch-Mode: navigate\r\n\r\n"
        )
        #expect(answer.hasPrefix("HTTP/1.1 403 "))
        #expect(!answer.contains("<form"))
    }

    @Test func `takes its body in pieces, of so many bytes and no more`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let channel = try await connect(to: station, showing: member.chain)
        let head =
            "POST /.gwanmun/session HTTP/1.1\r\nHost: gate.example\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
        try await channel.writeInbound(ByteBuffer(string: head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tot\r\n"))
        let answer = try await ask(channel, "c\r\np\":\"000000\"}\r\n0\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 401 "))
        #expect(answer.contains(#""factor_failed""#))

        let large = try await ask(channel, head + "Content-Length: 100000000\r\n\r\n")
        #expect(large.hasPrefix("HTTP/1.1 413 "))
        #expect(large.contains("Connection: close\r\n"))
    }

    @Test func `is asked to send its body when it asked first`() async throws {
        let station = try await Station()
        let channel = try await connect(to: station, showing: try await station.member().chain)
        let interim = try await ask(
            channel,
            "POST /.gwanmun/session HTTP/1.1\r\nHost: gate.example\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        )
        #expect(interim == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(try await ask(channel, "{}").hasPrefix("HTTP/1.1 4"))
    }
}
