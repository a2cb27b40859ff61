internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore
internal import NIOCore

/// The fields that tell an upstream who asks and over which road, formatted once and copied into each request until something in them changes.
final class IdentityBlock {
    private let peer: Peer
    private let issuer: AssertionIssuer
    private let access: Access
    private var bytes: [UInt8] = []
    private var madeAt = UnixTime(milliseconds: .max)
    private var reusableUntil = UnixTime(milliseconds: .min)
    private var session: LiveSession?
    private var console: ConsoleID?
    private var account: AccountName?
    private var roles: Set<RoleName> = []
    private var epoch: UInt64?
    private var host: [UInt8] = []

    init(peer: Peer, issuer: AssertionIssuer, access: Access) {
        self.peer = peer
        self.issuer = issuer
        self.access = access
    }

    /// - Parameter host: the Host field as the client sent it, port included.
    func append(
        to head: inout ByteBuffer, for client: VerifiedClient, session: LiveSession?, permit: Permit,
        host: UnsafeRawBufferPointer, request: RequestID,
        at now: UnixTime
    ) throws(CryptoFailure) {
        let isCurrent =
            madeAt <= now && now < reusableUntil && epoch == access.epoch && self.session === session
            && console == permit.console
            && account == client.account.name && roles == client.account.roles && host.holdsSameBytes(as: self.host)
        if !isCurrent {
            bytes = try make(
                for: client, session: session, permit: permit, host: String(decoding: host, as: UTF8.self),
                request: request, at: now)
            madeAt = now
            // What was proved may be in doubt since.
            epoch = access.epoch
            reusableUntil = now + AssertionIssuer.reuse
            self.session = session
            console = permit.console
            account = client.account.name
            roles = client.account.roles
            self.host = Array(host)
        }
        head.writeBytes(bytes)
        head.writeStaticString("X-Request-Id: ")
        request.withBytes { _ = head.writeBytes($0) }
        head.writeStaticString("\r\n")
    }

    private func make(
        for client: VerifiedClient, session: LiveSession?, permit: Permit, host: String, request: RequestID,
        at now: UnixTime
    ) throws(CryptoFailure) -> [UInt8] {
        let source = peer.source.description
        // RFC 7239 § 6: an IPv6 address stands in brackets and quotes.
        let node = peer.source.isIPv4 ? source : "\"[\(source)]\""
        let roles = client.account.roles.sorted().map(\.text).joined(separator: ",")
        let proofs =
            session.map(access.proofs)
            ?? [FactorProof(kind: .certificate, authenticator: AuthenticatorID("certificate"), at: now)]
        let assertion = try issuer.assertion(
            of: client, factors: proofs, for: permit.console, grade: permit.grade, request: request, at: now)
        return Array(
            """
            X-Forwarded-For: \(source)\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: \(host)\r\nForwarded: for=\(node);host="\(host)";proto=https\r\n\
            X-Gwanmun-User: \(client.account.name)\r\nX-Gwanmun-Roles: \(roles)\r\nX-Gwanmun-Assertion: \(assertion)\r\n
            """.utf8)
    }
}
