import COpenSSL
import GatewayTesting
import Testing

@testable import GatewayTLS

/// The list of what a server finds in OpenSSL is short (`ServerAlgorithms`): everything that the profile names must be on it.
@Suite struct `What a handshake may use` {
    let authority: Authority
    let profile = TLSProfile.modern

    init() throws { authority = try Authority() }

    @Test func `is found in a short list of its own, unless an operator chose a provider`() throws {
        #expect(ServerAlgorithms.library != nil)
        #expect(ServerAlgorithms.isForUsToChoose)
        // The one of OpenSSL's providers that offers nothing, so that no other test notices it.
        let chosen = try #require(OSSL_PROVIDER_load(nil, "null"))
        #expect(!ServerAlgorithms.isForUsToChoose)
        OSSL_PROVIDER_unload(chosen)
    }

    @Test func `is every suite of TLS 1.3`() throws {
        for suite in profile.cipherSuites13.split(separator: ":").map(String.init) {
            var manner = RawClient.Manner()
            manner.suites = suite
            #expect(try agreedSuite(manner) == suite)
        }
    }

    @Test func `is every suite of TLS 1.2, with the key that it is for`() throws {
        for suite in profile.cipherSuites12.split(separator: ":").map(String.init) {
            var manner = RawClient.Manner()
            manner.versions = TLS1_2_VERSION...TLS1_2_VERSION
            manner.ciphers = suite
            #expect(try agreedSuite(manner, serverKey: suite.contains("ECDSA") ? .p256 : .rsa) == suite)
        }
    }

    @Test(arguments: bothVersions)
    func `is every group`(version: Int32) throws {
        for group in profile.groups.split(separator: ":").map(String.init) {
            var manner = RawClient.Manner()
            manner.versions = version...version
            manner.groups = group
            // An ECDSA key in TLS 1.2 needs its own curve among the groups (RFC 8422 § 5.1).
            #expect(try agreedSuite(manner, serverKey: .rsa) != nil, "\(group)")
        }
    }

    @Test(arguments: KeyKind.allCases)
    func `is every kind of key, on both sides`(kind: KeyKind) throws {
        for version in bothVersions {
            var manner = RawClient.Manner()
            manner.versions = version...version
            manner.papers = try authority.client(key: kind)
            #expect(try agreedSuite(manner, serverKey: kind) != nil, "\(version)")
        }
    }

    @Test func `is every signature algorithm`() throws {
        for algorithm in profile.signatureAlgorithms.split(separator: ":").map(String.init) {
            let kind: KeyKind =
                !algorithm.hasPrefix("ECDSA") ? .rsa : algorithm.hasSuffix("SHA384") ? .p384 : .p256
            var manner = RawClient.Manner()
            // TLS 1.3 has no RSA-PKCS1 in handshakes (RFC 8446 § 4.2.3).
            if algorithm.hasPrefix("RSA+") { manner.versions = TLS1_2_VERSION...TLS1_2_VERSION }
            manner.signatureAlgorithms = algorithm
            manner.papers = try authority.client(key: kind)
            #expect(try agreedSuite(manner, serverKey: kind) != nil, "\(algorithm)")
        }
    }

    /// The suite of a handshake that came to its end, and whose client's certificate, if there was one, arrived.
    private func agreedSuite(_ manner: RawClient.Manner, serverKey: KeyKind = .p256) throws -> String? {
        let server = try Listener(server: try authority.serverContext(key: serverKey))
        guard try converse(try RawClient(manner), server) == .done, let agreement = server.told.agreement,
            agreement.peerChain == (manner.papers.map { [$0.der] } ?? [])
        else { return nil }
        return agreement.cipherSuite
    }
}
