/// The names the gateway has an opinion about; every other name is `other` and travels untouched.
///
/// A family, such as `xForwarded`, is one case: its members are treated alike.
public enum FieldName: UInt8, CaseIterable, Sendable {
    case other
    /// An unknown name that `Connection` nominates (RFC 9110 § 7.6.1): for this hop alone.
    case nominated
    // Where to, and framing.
    case host
    case contentLength
    case transferEncoding
    // This hop alone.
    case connection
    case keepAlive
    case te
    case upgrade
    case http2Settings
    /// `Proxy`, `Proxy-Connection`, `Proxy-Authorization` and every other `Proxy-…`.
    case proxy
    // The exchange.
    case expect
    case trailer
    case date
    case server
    case via
    case location
    case altSvc
    // Credentials and state.
    case authorization
    case cookie
    case setCookie
    case gwanmunSession
    // What decisions read.
    case origin
    case referer
    case userAgent
    case secFetchSite
    case secFetchMode
    case secFetchDest
    case secFetchUser
    case accessControlRequestMethod
    case xRequestedWith
    case accept
    case acceptEncoding
    case acceptLanguage
    case range
    case cacheControl
    case contentType
    case contentEncoding
    case contentDisposition
    case contentRange
    // WebSocket, RFC 6455.
    case secWebSocketKey
    case secWebSocketVersion
    case secWebSocketAccept
    case secWebSocketProtocol
    case secWebSocketExtensions
    // Tracing.
    case xRequestID
    case traceparent
    case tracestate
    /// One of these two that breaks its grammar, or is of no use without the other: it ends here.
    case brokenTrace
    // What only a gateway may say.
    case forwarded
    /// Every `X-Forwarded-…`.
    case xForwarded
    /// `X-Real-IP` and its likes: `X-Client-IP`, `True-Client-IP`, `CF-Connecting-IP`, `X-Cluster-Client-IP`.
    case clientAddress
    /// Every `X-Gwanmun-…`.
    case xGwanmun
    /// `Client-Cert…` (RFC 9440), `X-Client-Cert…`, `X-SSL-…`, `SSL-Client-…`, `X-ARR-ClientCert`, `X-Amzn-Mtls-…`.
    case clientCertificate
    /// What other gateways name a person with: `Remote-…`, `X-Remote-…`, `X-Auth-Request-…`, `X-WebAuth-…`, ….
    case foreignIdentity
    /// What makes some servers serve another method or path than the one judged: `X-Original-…`, `X-Rewrite-URL`,
    /// `X-HTTP-Method-Override` and its likes.
    case requestOverride
}
