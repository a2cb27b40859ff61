public import GatewayIdentity
public import GatewaySessions
public import GatewayStore

/// Ordinary values, so that a test states only what matters to it.
public enum Sample {
    public static let start = UnixTime(seconds: 1_795_309_200)
    public static let address = NetworkAddress(v4: 0xC000_0207)  // 192.0.2.7, RFC 5737

    public static func name(_ text: String) -> AccountName { AccountName(stored: text) }

    public static func digest(_ byte: UInt8) -> SHA256Digest {
        Array(repeating: byte, count: 32).withUnsafeBytes { SHA256Digest($0) }
    }

    public static func account(_ name: String = "kim-7f3a", roles: Set<RoleName> = [RoleName("staff")]) -> Account {
        Account(
            name: Sample.name(name), displayName: "김하늘", roles: roles, organisation: "한빛 반도체", language: .korean,
            createdAt: start)
    }

    /// A program's, without terms.
    public static func service(_ name: String = "build-bot-5e", roles: Set<RoleName> = [RoleName("build_bot")])
        -> Account
    {
        Account(
            name: Sample.name(name), displayName: "야간 빌드", roles: roles, organisation: "한빛 반도체", language: .korean,
            use: .service, createdAt: start)
    }

    /// Answered for by `kim-7f3a`, from 192.0.2.0/28 and 2001:db8:17::/64, for thirty days.
    public static func terms(
        owner: String = "kim-7f3a", networks: [String] = ["192.0.2.0/28", "2001:db8:17::/64"],
        until: UnixTime = start + .seconds(30 * 86_400)
    ) throws(ServiceTerms.Problem) -> ServiceTerms {
        try ServiceTerms(owner: Sample.name(owner), networks: networks.compactMap { CIDRBlock($0) }, until: until)
    }

    public static func certificate(_ byte: UInt8 = 1, serial: String = "1f") -> ClientCertificate {
        ClientCertificate(
            fingerprint: digest(byte), publicKey: digest(byte ^ 0x80), issuer: "CN=Test CA,O=Gwanmun", serial: serial,
            subject: "CN=Kim", notBefore: start - .seconds(86_400), notAfter: start + .seconds(86_400 * 365),
            policies: [])
    }

    public static func session(
        _ byte: UInt8 = 0x51, account: String = "kim-7f3a", at time: UnixTime = start,
        limits: SessionLimits = .sensitive, proofs: [FactorProof]? = nil
    ) -> Session {
        let certificate = FactorProof(kind: .certificate, authenticator: AuthenticatorID("cert-1"), at: time)
        let totp = FactorProof(kind: .totp, authenticator: AuthenticatorID("totp-1"), at: time + .seconds(5))
        return Session(
            id: SessionID(digest(byte)), account: name(account), binding: SessionBinding(Sample.certificate()),
            proofs: proofs ?? [certificate, totp], createdAt: time, lastSeenAt: time, limits: limits)
    }
}
