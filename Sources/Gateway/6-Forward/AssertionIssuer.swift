public import GatewayCrypto
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

/// Tells consoles who is asking, signed: a JWS (RFC 7515, ES256) of at most 60 seconds, for one console, bound to the client certificate (RFC 8705).
public struct AssertionIssuer: Sendable {
    private let signer: CompactJWS
    private let issuer: @Sendable () -> String
    static let lifetime = Duration.seconds(60)
    /// One token serves the requests of this long, so that each still has most of its life when it arrives.
    static let reuse = Duration.seconds(20)

    /// - Parameter issuer: the gate's own origin, `https://gate.example.kr`; asked for each token.
    public init(signer: CompactJWS, issuer: @escaping @Sendable () -> String) {
        self.signer = signer
        self.issuer = issuer
    }

    public var keySet: String { JSONWebKey.keySet([signer.publicKey]) }

    func assertion(
        of client: VerifiedClient, factors: [FactorProof], for console: ConsoleID, grade: Grade, request: RequestID,
        at now: UnixTime
    ) throws(CryptoFailure) -> String {
        let methods = Set(factors.map(\.kind.methodReference)).sorted().map { "\"\($0)\"" }.joined(separator: ",")
        let thumbprint = Base64URL.encode(client.certificate.fingerprint.bytes)
        let expires = (now + Self.lifetime).seconds
        // Every value is of a closed alphabet (account names, identifiers, base64url); the issuer comes from the settings' host name.
        let claims =
            #"{"iss":"\#(issuer())","sub":"\#(client.account.name.text)","aud":"\#(console.text)","iat":\#(now.seconds),"exp":\#(expires),"#
            + #""jti":"\#(request)","amr":[\#(methods)],"grade":"\#(grade.rawValue)","cnf":{"x5t#S256":"\#(thumbprint)"}}"#
        return try signer.token(Array(claims.utf8))
    }
}
