import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayTesting
import Testing

@testable import Gateway
@testable import GatewayTLS

/// One connection keeps the last token it saw; what was true of it then is asked for again on every request.
@Suite struct `A token that a connection remembers` {
    private let host = "build.example"

    /// What the stage finds when the cookie of this token is shown.
    private func finding(_ token: String, by person: Station.Visitor, _ stage: SessionStage, at station: Station) throws
        -> SessionFinding
    {
        guard case .bound(let account) = station.access.holder(of: person.certificate, from: Sample.address) else {
            throw Unexpected(text: "not bound")
        }
        let peer = Peer(
            source: Sample.address,
            agreement: TLSAgreement(
                version: "TLSv1.3", cipherSuite: "TLS_AES_256_GCM_SHA384", serverName: host, applicationProtocol: nil,
                peerChain: person.chain), at: station.clock.now)
        return Array(token.utf8).withUnsafeBytes { token in
            let none = UnsafeRawBufferPointer(start: nil, count: 0)
            return stage.session(
                shownIn: RequestView(
                    method: .get, host: none, path: none, cookieToken: token, headerToken: nil, origin: nil,
                    isWebSocket: false),
                by: VerifiedClient(
                    account: account, certificate: person.certificate,
                    evidence: .init(provenAt: station.clock.now, revocationKnownAt: station.clock.now)), host: host,
                from: peer,
                request: RequestID(high: 3, low: 3), at: station.clock.now)
        }
    }

    /// The session lives on, the certificate is the same, the token is the one of a moment ago: only its replacement refuses it.
    @Test func `opens nothing from the moment at which another took its place`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let grant = try await station.enter(person)
        let stage = SessionStage(node: station.node)
        #expect(try finding(grant.cookie.text, by: person, stage, at: station).live === grant.session)

        let visitor = station.verified(person, at: host)
        let code = try #require(try await station.access.handoffs.mint(for: grant.session, to: host, by: visitor))
        let entry = try #require(try await station.access.handoffs.redeem(code.text, by: visitor))

        #expect(!grant.session.hasEnded)
        guard case .refused(.sessionUnknown) = try finding(grant.cookie.text, by: person, stage, at: station) else {
            Issue.record("the replaced token still opens")
            return
        }
        #expect(try finding(entry.cookie.text, by: person, stage, at: station).live === grant.session)
        #expect(try finding(grant.cookie.text, by: person, stage, at: station).live == nil)
    }

    @Test func `opens nothing after the session was raised, and the new one opens the new session`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let old = try await station.enter(person)
        let stage = SessionStage(node: station.node)
        #expect(try finding(old.cookie.text, by: person, stage, at: station).live === old.session)
        let new = try await station.enter(person, renewing: old.session)
        #expect(try finding(old.cookie.text, by: person, stage, at: station).live == nil)
        #expect(try finding(new.cookie.text, by: person, stage, at: station).live === new.session)
    }

    @Test func `goes on when another host is given one of its own`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let grant = try await station.enter(person)
        let stage = SessionStage(node: station.node)
        #expect(try finding(grant.cookie.text, by: person, stage, at: station).live === grant.session)
        let visitor = station.verified(person, at: "notice.example")
        let code = try #require(
            try await station.access.handoffs.mint(for: grant.session, to: "notice.example", by: visitor))
        _ = try #require(try await station.access.handoffs.redeem(code.text, by: visitor))
        #expect(try finding(grant.cookie.text, by: person, stage, at: station).live === grant.session)
    }
}
