import COpenSSL
import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import GatewayTLS

@Suite struct `An upstream's certificate` {
    let authority: Authority

    init() throws { authority = try Authority() }

    /// Our client asks `name` of a server that shows `papers`.
    private func connect(
        to name: String, isAddress: Bool = false, showing papers: Authority.Papers, trusting trust: Authority? = nil
    ) throws -> (client: Listener, server: Listener) {
        let context = try TLSServerContext(
            identities: [
                ServerIdentity(names: [name], certificateChainFile: papers.chainFile, privateKeyFile: papers.keyFile)
            ],
            authorities: [], demand: .explain, judge: { _ in .accept })
        let server = try Listener(server: context)
        let client = try Listener(
            client: try TLSClientContext(trustFile: (trust ?? authority).rootFile), serverName: name,
            isAddress: isAddress)
        try converse(client, server)
        return (client, server)
    }

    @Test func `is accepted for the name it is for, by SAN or by its wildcard`() throws {
        for (names, name) in [
            ("DNS:s3.corp.example", "s3.corp.example"), ("DNS:*.corp.example", "s3.corp.example"),
            ("DNS:S3.Corp.Example", "s3.corp.example"),
        ] {
            let (client, server) = try connect(to: name, showing: try authority.server(names))
            #expect(client.told.words == [.agreed], "\(names)")
            #expect(client.told.agreement?.applicationProtocol == "http/1.1")
            #expect(server.told.agreement?.serverName == "s3.corp.example")
        }
    }

    /// Each with a reason of OpenSSL's, and nothing sent before it.
    @Test func `is refused for every other`() throws {
        let cases: [(names: String?, name: String, commonName: String)] = [
            ("DNS:other.corp.example", "s3.corp.example", "server"),
            ("DNS:*.corp.example", "a.s3.corp.example", "server"),
            ("DNS:s*.corp.example", "s3.corp.example", "server"),
            ("IP:192.0.2.1", "s3.corp.example", "server"),
            // RFC 9110 § 4.3.4: the subject's CN is no name of a host.
            (nil, "s3.corp.example", "s3.corp.example"),
            ("email:s3@s3.corp.example", "s3.corp.example", "s3.corp.example"),
        ]
        for (names, name, commonName) in cases {
            let (client, server) = try connect(to: name, showing: try authority.server(names, called: commonName))
            #expect(client.told.words == [.error, .inactive], "\(names ?? "no names")")
            #expect(client.told.failures.first?.reasons.contains { $0.lowercased().contains("mismatch") } ?? false)
            #expect(server.told.agreement == nil)
        }
    }

    @Test func `for an address names that address, and an address is not sent as a name`() throws {
        let papers = try authority.server("IP:192.0.2.1,DNS:192.0.2.9")
        let (client, server) = try connect(to: "192.0.2.1", isAddress: true, showing: papers)
        #expect(client.told.words == [.agreed])
        #expect(server.told.agreement?.serverName == nil)

        for other in ["192.0.2.2", "192.0.2.9"] {
            let (client, _) = try connect(to: other, isAddress: true, showing: papers)
            #expect(client.told.words == [.error, .inactive], "\(other)")
        }
    }

    @Test func `is refused when it is over, or of an issuer we do not trust, or a client's`() throws {
        let over = try connect(
            to: "s3.corp.example", showing: try authority.server("DNS:s3.corp.example", validity: Authority.over))
        #expect(over.client.told.failures.first?.description.contains("expired") ?? false)

        let foreign = try connect(
            to: "s3.corp.example", showing: try authority.server("DNS:s3.corp.example"), trusting: try Authority())
        #expect(foreign.client.told.words == [.error, .inactive])

        let person = try connect(to: "s3.corp.example", showing: try authority.client("s3.corp.example"))
        #expect(person.client.told.words == [.error, .inactive])
    }

    @Test func `is met with ours where the upstream demands one`() throws {
        let papers = try authority.client("gateway")
        let server = try Listener(server: try authority.serverContext(["s3.corp.example"], demand: .strict))
        let context = try TLSClientContext(
            trustFile: authority.rootFile, certificateChainFile: papers.chainFile, privateKeyFile: papers.keyFile)
        let client = try Listener(client: context, serverName: "s3.corp.example")
        try converse(client, server)
        #expect(server.told.agreement?.peerChain == [papers.der])
    }

    /// Asked for on the terminal, a password would hold up the start, or a reload while serving.
    @Test func `of our own whose key is under a password is refused, not asked about`() throws {
        let papers = try authority.client("gateway")
        let key = try authority.encrypting(papers.keyFile)
        #expect(throws: TLSFailure.self) {
            try TLSClientContext(
                trustFile: authority.rootFile, certificateChainFile: papers.chainFile, privateKeyFile: key)
        }
    }

    @Test func `cannot be judged without authorities, so there is no context without them`() throws {
        #expect(throws: TLSFailure.self) { try TLSClientContext(trustFile: authority.folder.path + "/missing.pem") }
        let (one, other) = (try authority.client(), try authority.client())
        #expect(throws: TLSFailure.self) {
            try TLSClientContext(
                trustFile: authority.rootFile, certificateChainFile: one.chainFile, privateKeyFile: other.keyFile)
        }
    }
}
