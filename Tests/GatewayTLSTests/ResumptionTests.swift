import COpenSSL
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import GatewayTLS

/// A resumed session has no certificate step: whoever was revoked an hour ago would come back in (go #77217, apisix #9525).
@Suite struct `A session of TLS` {
    let authority: Authority

    init() throws { authority = try Authority() }

    private func connect(_ version: Int32, resuming session: RawClient.Session?, _ name: String = "gate.example") throws
        -> (RawClient, Listener)
    {
        let server = try Listener(server: try authority.serverContext(["gate.example", "fab.example"]))
        var manner = RawClient.Manner()
        manner.versions = version...version
        manner.serverName = name
        manner.papers = try authority.client()
        manner.session = session
        let client = try RawClient(manner)
        #expect(try converse(client, server) == .done)
        // Tickets of TLS 1.3 come behind the handshake, with the first data.
        server.write([1])
        client.receive(try server.takeOutput())
        #expect(client.read().bytes == [1])
        return (client, server)
    }

    @Test(arguments: bothVersions)
    func `is never offered for resumption`(version: Int32) throws {
        let (client, _) = try connect(version, resuming: nil)
        let session = try #require(client.session)
        #expect(!session.isResumable)
        #expect(!session.hasTicket)
    }

    @Test(arguments: bothVersions)
    func `is not resumed when a client asks all the same, under no name`(version: Int32) throws {
        let (first, _) = try connect(version, resuming: nil)
        let session = try #require(first.session)
        // CVE-2025-23419: a session of one name, resumed under another, passed the other's certificate check.
        for name in ["gate.example", "fab.example"] {
            let (second, server) = try connect(version, resuming: session, name)
            #expect(!second.wasResumed)
            #expect(server.told.agreement?.peerChain.count == 1)
        }
    }

    /// RFC 5246 § 7.2.2: no_renegotiation.
    @Test func `is not begun anew inside itself`() throws {
        var manner = RawClient.Manner()
        manner.versions = TLS1_2_VERSION...TLS1_2_VERSION
        let server = try Listener(server: try authority.serverContext())
        let client = try RawClient(manner)
        try converse(client, server)

        #expect(client.renegotiate())
        #expect(try converse(client, server) == .refused(alert: nil))  // the client's own: "no renegotiation"
        #expect(server.told.words.count { $0 == .agreed } == 1)
        #expect(server.told.plaintext.isEmpty)
    }

    @Test func `does not answer key updates without end for a client that reads nothing`() throws {
        var manner = RawClient.Manner()
        manner.versions = TLS1_3_VERSION...TLS1_3_VERSION
        let server = try Listener(server: try authority.serverContext())
        let client = try RawClient(manner)
        try converse(client, server)

        server.channel.isWritable = false
        var updates = 0
        while server.channel.isActive, updates < 20_000, client.updateKeys() {
            try server.receive(client.takeOutput())
            updates += 1
        }
        #expect(!server.channel.isActive, "\(updates) answered")
        #expect(server.told.words == [.agreed, .error, .inactive])
    }
}
