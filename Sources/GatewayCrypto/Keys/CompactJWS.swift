internal import GatewayIdentity

/// Signs tokens in JWS compact serialisation (RFC 7515 section 7.1) with ES256.
public struct CompactJWS: Sendable {
    private let key: P256SigningKey
    private let header: String
    public let publicKey: JSONWebKey

    public init(key: P256SigningKey) {
        self.key = key
        publicKey = JSONWebKey(key.publicKey)
        header = Base64URL.encode(#"{"alg":"ES256","kid":"\#(publicKey.id)","typ":"JWT"}"#.utf8)
    }

    /// - Parameter payload: UTF-8 JSON, taken as it is.
    public func token(_ payload: [UInt8]) throws(CryptoFailure) -> String {
        let signed = header + "." + Base64URL.encode(payload)
        return try signed + "." + Base64URL.encode(key.signature(over: Array(signed.utf8)))
    }
}
