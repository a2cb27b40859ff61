import GatewayIdentity
import GatewaySessions

/// The person, the certificate and the moment of every measurement.
enum Sample {
    /// 2026-11-22T10:30:00.123+09:00.
    static let now = UnixTime(milliseconds: 1_795_311_000_123)
    static let account = AccountName(stored: "kim-7f3a")
    static let role = RoleName("staff")
    static let source = NetworkAddress(v4: 0x0A14_0304)  // 10.20.3.4
    static let request = RequestID(high: 0x6e1c_9d20_7b3f_4a58, low: 0x0000_0000_0001_2f3a)

    static let certificate = ClientCertificate(
        fingerprint: digest(1), publicKey: digest(2), issuer: "CN=Users CA,O=Example,C=KR", serial: "4a3f91c207",
        subject: "CN=kim-7f3a,O=Example,C=KR", notBefore: now - .seconds(86_400),
        notAfter: now + .seconds(86_400 * 365),
        policies: [])

    static let proofs = [
        FactorProof(kind: .certificate, authenticator: AuthenticatorID("cert-1"), at: now - .seconds(60)),
        FactorProof(kind: .totp, authenticator: AuthenticatorID("totp-1"), at: now - .seconds(50)),
    ]

    static func digest(_ byte: UInt8) -> SHA256Digest {
        Array(repeating: byte, count: 32).withUnsafeBytes { SHA256Digest($0) }
    }
}

/// A sample that could not be set up as it is written here.
struct SampleProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// The value, or the complaint that there is none.
    static func expect<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else { throw SampleProblem("the sample \(what) is not what it should be") }
        return value
    }
}
