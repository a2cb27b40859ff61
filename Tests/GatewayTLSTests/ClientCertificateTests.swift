import COpenSSL
import GatewayTesting
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import GatewayTLS

@Suite struct `A client's certificate` {
    let authority: Authority

    init() throws { authority = try Authority() }

    private func client(_ version: Int32, _ papers: Authority.Papers?) throws -> RawClient {
        var manner = RawClient.Manner()
        manner.versions = version...version
        manner.papers = papers
        return try RawClient(manner)
    }

    /// Alerts are read only behind the handshake in TLS 1.3, where the client is done before the server has judged.
    private func outcome(_ client: RawClient, _ server: Listener) throws -> RawClient.Progress {
        let progress = try converse(client, server)
        return progress == .done ? client.read().progress : progress
    }

    @Test(arguments: bothVersions)
    func `may be missing where its lack is explained`(version: Int32) throws {
        let server = try Listener(server: try authority.serverContext())
        #expect(try outcome(try client(version, nil), server) == .wantsInput)
        #expect(server.told.agreement?.peerChain == [])
    }

    @Test(arguments: bothVersions)
    func `is kept and not judged in the handshake where it is explained`(version: Int32) throws {
        let elsewhere = try Authority()
        let stranger = try elsewhere.client()
        let server = try Listener(server: try authority.serverContext { _ in .refuseUntrusted })
        #expect(try outcome(try client(version, stranger), server) == .wantsInput)
        #expect(server.told.agreement?.peerChain == [stranger.der])
    }

    /// RFC 8446 § 6.2: certificate_required; RFC 5246 § 7.4.6: handshake_failure.
    @Test(arguments: [(TLS1_2_VERSION, 40), (TLS1_3_VERSION, 116)])
    func `may not be missing where it is demanded`(version: Int32, alert: Int) throws {
        let server = try Listener(server: try authority.serverContext(demand: .strict))
        #expect(try outcome(try client(version, nil), server) == .refused(alert: alert))
        #expect(server.told.words == [.error, .inactive])
        #expect(server.told.failures.map(\.concernsCertificate) == [true])
    }

    /// The alerts by which a client's software can say what is wrong (RFC 8446 § 6.2).
    @Test(
        arguments: [
            (ClientChainRuling.refuseUntrusted, 48), (.refuseExpired, 45), (.refuseNotYetValid, 42),
            (.refuseRevoked, 44),
            (.refuseUnusable, 43),
        ], bothVersions)
    func `that is refused where it is demanded ends the handshake with its alert`(
        ruling: (ClientChainRuling, Int), version: Int32
    ) throws {
        let server = try Listener(server: try authority.serverContext(demand: .strict) { _ in ruling.0 })
        #expect(try outcome(try client(version, try authority.client()), server) == .refused(alert: ruling.1))
        #expect(server.told.words == [.error, .inactive])
        #expect(server.told.failures.map(\.concernsCertificate) == [true])
        #expect(server.told.agreement == nil)
    }

    @Test(arguments: bothVersions)
    func `is judged as it was sent, the leaf first`(version: Int32) throws {
        let papers = try authority.client()
        let seen = Mutex<[[[UInt8]]]>([])
        let server = try Listener(
            server: try authority.serverContext(demand: .strict) { chain in
                seen.withLock { $0.append(chain) }
                return .accept
            })
        #expect(try outcome(try client(version, papers), server) == .wantsInput)
        #expect(seen.withLock { $0 } == [[papers.der]])
    }

    /// In TLS 1.2 the flight is readable, so that the proof can be spoiled on its way.
    @Test func `is worth nothing without the proof of its key, whatever the judge says`() throws {
        for demand in [ClientCertificateDemand.explain, .strict] {
            let server = try Listener(server: try authority.serverContext(demand: demand))
            let client = try client(TLS1_2_VERSION, try authority.client())
            _ = client.handshake()
            try server.receive(client.takeOutput())
            client.receive(try server.takeOutput())
            _ = client.handshake()
            let flight = spoilingProof(client.takeOutput())
            try server.receive(try #require(flight))
            client.receive(try server.takeOutput())
            #expect(client.handshake() == .refused(alert: 51))  // decrypt_error
            #expect(server.told.words == [.error, .inactive])
        }
    }

    /// Flips the last bit of the signature in CertificateVerify (RFC 5246 § 7.4.8, handshake type 15).
    private func spoilingProof(_ flight: [UInt8]) -> [UInt8]? {
        var flight = flight
        var at = 0
        while at + 5 <= flight.count {
            let length = Int(flight[at + 3]) << 8 | Int(flight[at + 4])
            if flight[at] == 22, flight[at + 5] == 15 {
                flight[at + 5 + length - 1] ^= 1
                return flight
            }
            at += 5 + length
        }
        return nil
    }
}
