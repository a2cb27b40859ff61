/// What may be negotiated. There is no legacy profile.
public enum TLSProfile: String, CaseIterable, Sendable {
    /// TLS 1.2 and 1.3, AEAD with forward secrecy only (compliance profile, section 2.4).
    case modern

    var cipherSuites13: String { "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256" }

    var cipherSuites12: String {
        "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
    }

    var groups: String { "X25519:P-256:P-384" }

    /// No SHA-1, no MD5. RSA-PKCS1 stays for TLS 1.2 and for certificates, where no RSA key could sign otherwise.
    var signatureAlgorithms: String {
        "ECDSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512"
    }
}
