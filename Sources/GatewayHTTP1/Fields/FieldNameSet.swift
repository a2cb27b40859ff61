/// A set of field names in one word.
public struct FieldNameSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    @usableFromInline var bits: UInt64

    @inlinable
    public init(arrayLiteral names: FieldName...) {
        bits = 0
        for name in names { insert(name) }
    }

    @inlinable
    init(bits: UInt64) { self.bits = bits }

    @inlinable @inline(__always)
    public func contains(_ name: FieldName) -> Bool { (bits >> UInt64(name.rawValue)) & 1 != 0 }

    @inlinable @inline(__always)
    public mutating func insert(_ name: FieldName) { bits |= 1 << UInt64(name.rawValue) }

    @inlinable
    public func union(_ others: FieldNameSet) -> FieldNameSet { FieldNameSet(bits: bits | others.bits) }

    @inlinable
    public func subtracting(_ others: FieldNameSet) -> FieldNameSet { FieldNameSet(bits: bits & ~others.bits) }

    @inlinable
    public func isDisjoint(with others: FieldNameSet) -> Bool { bits & others.bits == 0 }

    @inlinable
    public var isEmpty: Bool { bits == 0 }
}

extension FieldNameSet {
    /// RFC 9110 § 7.6.1: consumed by the next hop, never passed on; each side writes its own.
    public static let hopByHop: FieldNameSet = [
        .nominated, .connection, .keepAlive, .te, .upgrade, .http2Settings, .proxy, .transferEncoding,
    ]

    /// What a client may not tell an upstream about itself, about the road, or about what was asked for.
    public static let gatewayOnly: FieldNameSet = [
        .forwarded, .xForwarded, .clientAddress, .xGwanmun, .gwanmunSession, .clientCertificate, .foreignIdentity,
        .requestOverride, .xRequestID,
    ]

    /// Dropped from a request on its way to an upstream, in every spelling. The gateway's own are written behind.
    public static let neverToUpstream: FieldNameSet = hopByHop.union(gatewayOnly).union([.brokenTrace])

    /// W3C Trace Context.
    static let trace: FieldNameSet = [.traceparent, .tracestate]

    /// Dropped from a response on its way to the client. `Alt-Svc` would lead the client past the gateway.
    public static let neverToClient: FieldNameSet = hopByHop.union([.xGwanmun, .gwanmunSession, .altSvc, .xRequestID])

    /// Framing and routing: a name that some server might take for one of these is refused, not dropped.
    static let framing: FieldNameSet = [.host, .contentLength, .transferEncoding]

    /// Fields of a request that the gateway's decisions rest on and that may stand once (RFC 9110 § 5.3).
    static let onceInRequest: FieldNameSet = [
        .authorization, .contentType, .expect, .gwanmunSession, .origin, .secFetchDest, .secFetchMode, .secFetchSite,
        .secWebSocketKey, .secWebSocketVersion,
    ]

    /// What may stand once in an answer that agrees to a WebSocket (RFC 6455 § 11.3).
    static let onceInAgreement: FieldNameSet = [.secWebSocketAccept, .secWebSocketProtocol, .secWebSocketExtensions]
}
