/// The signature algorithms that libfido2 verifies, by their number in the IANA registry "COSE Algorithms".
public enum SignatureAlgorithm: Int64, CaseIterable, Sendable {
    /// ECDSA with SHA-256, on P-256.
    case es256 = -7
    /// Ed25519.
    case edDSA = -8
    /// ECDSA with SHA-384, on P-384.
    case es384 = -35
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2048 bits.
    case rs256 = -257

    var code: Int32 { Int32(rawValue) }
}
