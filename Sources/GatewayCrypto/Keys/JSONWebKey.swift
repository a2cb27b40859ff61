internal import GatewayIdentity

/// The public half of a P-256 key as RFC 7517 and RFC 7518 section 6.2 spell it, named by its RFC 7638 thumbprint.
public struct JSONWebKey: Hashable, Sendable {
    /// Key identifier: base64url of the SHA-256 thumbprint.
    public let id: String
    /// A JSON object on one line, ready for a key set.
    public let json: String

    public init(_ key: P256PublicKey) {
        let x = Base64URL.encode(key.x)
        let y = Base64URL.encode(key.y)
        // RFC 7638 section 3.2: required members only, in lexicographic order, without white space.
        let required = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        id = Base64URL.encode(SHA256.digest(of: Array(required.utf8)).bytes)
        json = #"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)","use":"sig","alg":"ES256","kid":"\#(id)"}"#
    }

    /// RFC 7517 section 5: `{"keys": [...]}`.
    public static func keySet(_ keys: [JSONWebKey]) -> String {
        #"{"keys":["# + keys.map(\.json).joined(separator: ",") + "]}"
    }
}
