public import GatewayIdentity

/// Who a record is about, formatted once (per session, per connection) and copied into each record.
///
/// What is not known is left out. The session's token cannot be given, only the SHA-256 under which it is stored.
public struct AuditSubject: Hashable, Sendable {
    let fields: RecordFragment

    public init(
        account: AccountName? = nil, roles: [RoleName]? = nil, certificate: ClientCertificate? = nil,
        factors: [FactorProof]? = nil, device: DeviceID? = nil,
        sessionHash: SHA256Digest? = nil
    ) {
        fields = RecordFragment { record in
            record.field(.account, account?.text)
            if let roles { record.field(.roles, roles.sorted().map(\.text)) }
            // Anybody can present a certificate with a name of any length; its refusal must still fit a record.
            record.field(.certificateIssuer, certificate?.issuer.beginning(utf8: 512))
            record.field(.certificateSerial, certificate?.serial.beginning(utf8: 64))
            record.field(.certificateKey, certificate?.publicKey)
            record.field(.device, device?.text)
            if let factors { record.factors(factors, over: certificate) }
            record.field(.sessionHash, sessionHash)
        }
    }

    /// An operator at the node's own control socket, known by the kernel's word for the peer alone (`SO_PEERCRED`).
    public init(localUser: UInt32, sessionHash: SHA256Digest? = nil) {
        fields = RecordFragment { record in
            record.field(.localUser, Int(localUser))
            record.field(.sessionHash, sessionHash)
        }
    }
}

/// Where a request or a login came from, formatted once per connection.
public struct AuditOrigin: Hashable, Sendable {
    let fields: RecordFragment

    public init(
        address: NetworkAddress, zone: String? = nil, country: CountryCode? = nil, userAgent: RecordedText? = nil
    ) {
        fields = RecordFragment { record in
            record.field(.sourceAddress, address.description)
            record.field(.zone, zone)
            record.field(.country, country?.text)
            record.field(.userAgent, userAgent?.text)
        }
    }
}

/// Which console it was about, formatted once per policy snapshot.
public struct AuditResource: Hashable, Sendable {
    let fields: RecordFragment

    public init(console: ConsoleID, grade: Grade) {
        fields = RecordFragment { record in
            record.field(.upstream, console.text)
            record.field(.grade, grade)
        }
    }
}
