import COpenSSL
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import GatewayTLS

@Suite struct `The name a client asks for` {
    let authority: Authority

    init() throws { authority = try Authority() }

    private func greet(_ name: String?, at context: TLSServerContext, protocols: [String] = []) throws -> (
        RawClient.Progress, RawClient, Listener
    ) {
        let server = try Listener(server: context)
        var manner = RawClient.Manner()
        manner.serverName = name
        manner.protocols = protocols
        let client = try RawClient(manner)
        return (try converse(client, server), client, server)
    }

    private func identities(_ names: [[String]]) throws -> (TLSServerContext, [[UInt8]]) {
        let papers = try names.map { try authority.server($0.map { "DNS:" + $0 }.joined(separator: ",")) }
        let context = try TLSServerContext(
            identities: zip(names, papers).map {
                ServerIdentity(names: $0, certificateChainFile: $1.chainFile, privateKeyFile: $1.keyFile)
            }, authorities: [authority.rootDER], demand: .explain, judge: { _ in .accept })
        return (context, papers.map(\.der))
    }

    @Test func `chooses the certificate, in any case of letters, an exact name before a wildcard`() throws {
        let (context, shown) = try identities([
            ["gate.example", "www.gate.example"], ["*.consoles.example"], ["fab.consoles.example"],
        ])
        for (name, expected) in [
            ("gate.example", 0), ("WWW.Gate.Example", 0), ("build.consoles.example", 1), ("fab.consoles.example", 2),
        ] {
            let (progress, client, server) = try greet(name, at: context)
            #expect(progress == .done)
            #expect(client.serverCertificate == shown[expected], "\(name)")
            #expect(server.told.agreement?.serverName == name.lowercased())
        }
    }

    /// RFC 6066 § 3: unrecognized_name. Nothing tells which names there are.
    @Test(arguments: [
        "nobody.example", "consoles.example", "a.b.consoles.example", ".example", "gate.example.evil.example",
        "*.consoles.example.x",
    ])
    func `ends the handshake when no identity has it`(name: String) throws {
        let (context, _) = try identities([["gate.example"], ["*.consoles.example"]])
        let (progress, _, server) = try greet(name, at: context)
        #expect(progress == .refused(alert: 112))
        #expect(server.told.words == [.error, .inactive])
    }

    @Test func `may be left out, and is then not made up`() throws {
        let (context, shown) = try identities([["gate.example"], ["fab.example"]])
        let (progress, client, server) = try greet(nil, at: context)
        #expect(progress == .done)
        #expect(client.serverCertificate == shown[0])
        #expect(server.told.agreement?.serverName == nil)
    }

    /// RFC 7301 § 3.2.
    @Test func `comes with a protocol we speak, or with none`() throws {
        let context = try authority.serverContext()
        let (spoken, _, server) = try greet("gate.example", at: context, protocols: ["http/1.1", "spdy/3", "h2"])
        #expect(spoken == .done)
        #expect(server.told.agreement?.applicationProtocol == "h2")

        let (old, _, plain) = try greet("gate.example", at: context, protocols: ["spdy/3", "http/1.1"])
        #expect(old == .done)
        #expect(plain.told.agreement?.applicationProtocol == "http/1.1")

        let (foreign, _, _) = try greet("gate.example", at: context, protocols: ["spdy/3", "smtp"])
        #expect(foreign == .refused(alert: 120))  // no_application_protocol

        let (none, _, silent) = try greet("gate.example", at: context)
        #expect(none == .done)
        #expect(silent.told.agreement?.applicationProtocol == nil)
    }
}
