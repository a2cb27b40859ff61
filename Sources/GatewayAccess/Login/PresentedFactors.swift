public import GatewayCrypto
public import GatewayIdentity
internal import GatewaySessions
public import GatewayWebAuthn

/// What a person typed in, unjudged. Never logged, never kept.
public struct PresentedFactors: Sendable {
    /// Spaces taken out, otherwise as typed.
    public var totp: String?
    public var recoveryCode: String?
    public var password: SecretBytes?
    public var webauthn: AssertionResponse?
    /// What an administrator gave the owner to complete an unlock; beside a factor, never alone.
    public var unlockCode: String?
    /// The person was told that other sessions are open and agreed that they end.
    public var endsOtherSessions: Bool

    public init(
        totp: String? = nil, recoveryCode: String? = nil, password: SecretBytes? = nil,
        webauthn: AssertionResponse? = nil, unlockCode: String? = nil, endsOtherSessions: Bool = false
    ) {
        self.totp = totp
        self.recoveryCode = recoveryCode
        self.password = password
        self.webauthn = webauthn
        self.unlockCode = unlockCode
        self.endsOtherSessions = endsOtherSessions
    }

    /// Those that were presented, in a fixed order: the password last, for whoever knows it may ask more.
    var kinds: [FactorKind] {
        let presented: [(kind: FactorKind, isThere: Bool)] = [
            (.totp, totp != nil), (.recoveryCode, recoveryCode != nil), (.webauthn, webauthn != nil),
            (.password, password != nil),
        ]
        return presented.filter(\.isThere).map(\.kind)
    }
}

/// Who stands at the door: the handshake proved the certificate, the directory said whose it is.
public struct VerifiedVisitor: Sendable {
    public let account: AccountName
    public let certificate: ClientCertificate
    public let source: NetworkAddress
    public let userAgent: String?
    /// Lower-case host name without a port, for which a cookie is made.
    public let host: String
    public let requestID: RequestID

    public init(
        account: AccountName, certificate: ClientCertificate, source: NetworkAddress, userAgent: String?, host: String,
        requestID: RequestID
    ) {
        self.account = account
        self.certificate = certificate
        self.source = source
        self.userAgent = userAgent
        self.host = host
        self.requestID = requestID
    }

    /// A browser's name for itself is cut at 256 bytes; there are some that know no end.
    var origin: SessionOrigin {
        .init(source: source, userAgent: String(decoding: (userAgent ?? "").utf8.prefix(256), as: UTF8.self))
    }
}
