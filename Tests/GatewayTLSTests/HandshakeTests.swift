import COpenSSL
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import GatewayTLS

/// Versions by OpenSSL's numbers.
let bothVersions = [TLS1_2_VERSION, TLS1_3_VERSION]

@Suite struct `A handshake` {
    let authority: Authority

    init() throws { authority = try Authority() }

    @Test(arguments: bothVersions)
    func `tells what was agreed, and the certificate whose key was proved`(version: Int32) throws {
        let server = try Listener(server: try authority.serverContext())
        var manner = RawClient.Manner()
        manner.versions = version...version
        manner.serverName = "Gate.Example"
        manner.protocols = ["h2", "http/1.1"]
        manner.papers = try authority.client()
        let client = try RawClient(manner)

        #expect(try converse(client, server) == .done)
        let agreement = try #require(server.told.agreement)
        #expect(agreement.version == (version == TLS1_3_VERSION ? "TLSv1.3" : "TLSv1.2"))
        #expect(agreement.serverName == "gate.example")
        #expect(agreement.applicationProtocol == "h2")
        #expect(agreement.peerChain == [manner.papers?.der])
        #expect(agreement.cipherSuite.contains("GCM") || agreement.cipherSuite.contains("CHACHA20"))
    }

    @Test(arguments: bothVersions)
    func `is understood in pieces of every size, and so is what follows`(version: Int32) throws {
        for size in [1, 2, 3, 5, 7, 64, 1000] {
            let server = try Listener(server: try authority.serverContext())
            var manner = RawClient.Manner()
            manner.versions = version...version
            manner.papers = try authority.client()
            let client = try RawClient(manner)
            #expect(try converse(client, server, inPiecesOf: size) == .done)

            let question = Array("GET / HTTP/1.1\r\n\r\n".utf8)
            #expect(client.write(question))
            try server.receive(client.takeOutput(), inPiecesOf: size)
            #expect(server.told.plaintext == question, "in pieces of \(size)")

            server.write(Array("answer".utf8))
            for piece in try server.takeOutput().chunks(of: size) { client.receive(piece) }
            #expect(client.read().bytes == Array("answer".utf8), "in pieces of \(size)")
            #expect(server.told.words == [.agreed, .data])
        }
    }

    @Test func `delivers what came in the same read behind it, and not before it`() throws {
        let server = try Listener(server: try authority.serverContext())
        let client = try RawClient()
        _ = client.handshake()
        try server.receive(client.takeOutput())
        client.receive(try server.takeOutput())
        #expect(client.handshake() == .done)
        // Finished and the first request travel together.
        #expect(client.write(Array("early bird".utf8)))
        #expect(server.told.words.isEmpty)
        try server.receive(client.takeOutput())
        #expect(server.told.words == [.agreed, .data])
        #expect(server.told.plaintext == Array("early bird".utf8))
    }

    @Test func `sends what was written while it ran`() throws {
        let server = try Listener(server: try authority.serverContext())
        server.write(Array("as soon as we may".utf8))
        #expect(try server.takeOutput().isEmpty)
        let client = try RawClient()
        try converse(client, server)
        #expect(client.read().bytes == Array("as soon as we may".utf8))
    }

    @Test func `is not taken up by older versions or weaker suites`() throws {
        var old = RawClient.Manner()
        old.versions = TLS1_1_VERSION...TLS1_1_VERSION
        var weak = RawClient.Manner()
        weak.versions = TLS1_2_VERSION...TLS1_2_VERSION
        weak.ciphers = "ECDHE-ECDSA-AES128-SHA256:AES128-GCM-SHA256"
        for (manner, alert) in [(old, 70), (weak, 40)] {  // protocol_version, handshake_failure
            let server = try Listener(server: try authority.serverContext())
            #expect(try converse(try RawClient(manner), server) == .refused(alert: alert))
            #expect(server.told.words == [.error, .inactive])
        }
    }

    @Test func `ends with anything that is not TLS`() throws {
        let server = try Listener(server: try authority.serverContext())
        try server.receive(Array("GET / HTTP/1.1\r\nHost: gate.example\r\n\r\n".utf8))
        #expect(server.told.words == [.error, .inactive])
        #expect(!server.channel.isActive)
        #expect(server.told.plaintext.isEmpty)
    }

    /// The library has limits for each message; this one is for everything together.
    @Test func `may take so many bytes and no more`() throws {
        let server = try Listener(server: try authority.serverContext())
        let client = try RawClient()
        _ = client.handshake()
        try server.receive(client.takeOutput())
        // RFC 8446 § 5: a change_cipher_spec may come at any time before Finished, and is ignored.
        let idleTalk = [UInt8](repeating: 0, count: 4096 * 6).indices.map {
            ([0x14, 3, 3, 0, 1, 1] as [UInt8])[$0 % 6]
        }
        var sent = 0
        while server.channel.isActive, sent < 1 << 20 {
            try server.receive(idleTalk)
            sent += idleTalk.count
        }
        #expect(sent <= 256 * 1024 + idleTalk.count)
        #expect(server.told.words == [.error, .inactive])
    }

    @Test func `counts against nobody who said nothing`() throws {
        let silent = try Listener(server: try authority.serverContext())
        silent.channel.close(promise: nil)
        #expect(silent.told.words == [.inactive])

        let interrupted = try Listener(server: try authority.serverContext())
        try interrupted.receive([0x16, 3, 1])
        interrupted.channel.close(promise: nil)
        #expect(interrupted.told.words == [.error, .inactive])
    }
}
