public import GatewayIdentity

/// Everything the pages ask of the rest of the gateway.
public typealias PageServices = SignInService & HandoffService & AccountService & FactorService & EnrolmentService
    & SecurityKeyService & TerminalService
    & NodeService

/// A service could not do its work (store, log, limits). The person gets the public side of `reason`; nothing was
/// changed that was not also recorded.
public struct ServiceUnavailable: Error, Hashable, Sendable {
    public let reason: Reason
    public let retryAfter: Duration?

    public init(_ reason: Reason, retryAfter: Duration? = nil) {
        self.reason = reason
        self.retryAfter = retryAfter
    }
}

/// The central login of one site reaches every console host, and the desk, through one-time codes, so that no host sees
/// another's cookie.
public protocol HandoffService: Sendable {
    /// A code for one entry at one host: at least 128 random bits in base64url, short-lived, bound to session,
    /// certificate and host. `nil` when the session is not good any more.
    func handoffCode(for session: OpenSession, to host: PageHost, visit: Visit) async throws(ServiceUnavailable)
        -> String?

    /// The value of the console host's own cookie, base64url. `nil` when the code is unknown, used, too old, or meant
    /// for another certificate or console; which of them is recorded and not told.
    func redeem(handoffCode: String, visit: Visit) async throws(ServiceUnavailable) -> String?
}

/// What concerns the node itself.
public protocol NodeService: Sendable {
    /// False while the node drains or cannot serve.
    func isServing() async -> Bool
    /// The JWK Set document (RFC 7517) with which consoles verify our assertions, as JSON bytes.
    func keySet() async -> [UInt8]
}
