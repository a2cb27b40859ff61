import COpenSSL
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import GatewayTLS

@Suite struct `A TLS failure` {
    let authority: Authority

    init() throws { authority = try Authority() }

    @Test func `of ours over what the peer speaks concerns the protocol`() throws {
        var old = RawClient.Manner()
        old.versions = TLS1_1_VERSION...TLS1_1_VERSION
        var weak = RawClient.Manner()
        weak.versions = TLS1_2_VERSION...TLS1_2_VERSION
        weak.ciphers = "ECDHE-ECDSA-AES128-SHA256:AES128-GCM-SHA256"
        for manner in [old, weak] {
            let server = try Listener(server: try authority.serverContext())
            try converse(try RawClient(manner), server)
            #expect(server.told.failures.map(\.concernsProtocol) == [true], "\(server.told.failures)")
        }
    }

    /// RFC 8446 § 6: the alerts by their numbers, level fatal.
    @Test(arguments: [
        (40, true), (70, true), (71, true),  // handshake_failure, protocol_version, insufficient_security
        // bad_certificate, certificate_expired, unknown_ca, internal_error
        (42, false), (45, false), (48, false), (80, false),
    ])
    func `that the peer reports concerns the protocol by its alert's number`(alert: UInt8, concerns: Bool) throws {
        let client = try Listener(
            client: try TLSClientContext(trustFile: authority.rootFile), serverName: "s3.corp.example")
        _ = try client.takeOutput()
        try client.receive([0x15, 3, 3, 0, 2, 2, alert])
        #expect(client.told.failures.map(\.concernsProtocol) == [concerns], "\(client.told.failures)")
    }

    @Test func `over the peer's certificate does not, and tells what is wrong with it`() throws {
        let papers = try authority.server("DNS:other.corp.example")
        let context = try TLSServerContext(
            identities: [
                ServerIdentity(
                    names: ["s3.corp.example"], certificateChainFile: papers.chainFile, privateKeyFile: papers.keyFile)
            ],
            authorities: [], demand: .explain, judge: { _ in .accept })
        let server = try Listener(server: context)
        let client = try Listener(
            client: try TLSClientContext(trustFile: authority.rootFile), serverName: "s3.corp.example")
        try converse(client, server)
        let failure = try #require(client.told.failures.first)
        #expect(!failure.concernsProtocol)
        #expect(failure.reasons.count > 1)
    }

    /// OpenSSL says "sslv3 alert …" in one version and "ssl/tls alert …" in the next.
    @Test func `is not judged by its words`() {
        #expect(!TLSFailure(activity: "handshake", reasons: ["unsupported protocol"]).concernsProtocol)
    }

    @Test func `stays what it is with one more reason to tell`() throws {
        let client = try Listener(
            client: try TLSClientContext(trustFile: authority.rootFile), serverName: "s3.corp.example")
        _ = try client.takeOutput()
        try client.receive([0x15, 3, 3, 0, 2, 2, 70])
        let failure = try #require(client.told.failures.first).adding("and more")
        #expect(failure.concernsProtocol)
        #expect(failure.description.hasSuffix("; and more"))
    }
}
