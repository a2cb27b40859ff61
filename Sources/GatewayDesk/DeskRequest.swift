package import GatewayAccess
public import GatewayIdentity
package import GatewayStore

/// One request to the administration, from the desk's listener or the control socket, read whole
/// (`DeskResponder.bodyLimit`).
public struct DeskRequest: Sendable {
    /// Upper-case token.
    public let method: String
    /// Normalised, without the query.
    public let path: String
    /// Behind the first `?`, still percent-encoded.
    public let query: String?
    /// The media type of `Content-Type`, lower case, without parameters.
    public let contentType: String?
    /// As sent; picks the language of the page for people.
    public let acceptLanguage: String?
    /// As sent: the name and port of this desk, for addresses in answers.
    public let host: String?
    /// As sent: who takes `text/event-stream` may get one.
    public let accept: String?
    /// `Last-Event-ID`: what a client of events that lost its connection has seen.
    public let lastEventID: String?
    /// `If-Match` and `If-None-Match`, as sent.
    public let ifMatch: String?
    public let ifNoneMatch: String?
    public let body: [UInt8]
    public let actor: DeskActor

    public init(
        method: String, path: String, query: String? = nil, contentType: String? = nil, acceptLanguage: String? = nil,
        host: String? = nil, accept: String? = nil, lastEventID: String? = nil, ifMatch: String? = nil,
        ifNoneMatch: String? = nil, body: [UInt8] = [],
        actor: DeskActor
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.contentType = contentType
        self.acceptLanguage = acceptLanguage
        self.host = host
        self.accept = accept
        self.lastEventID = lastEventID
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
        self.body = body
        self.actor = actor
    }
}

/// Who asks, as the transport proved it.
public enum DeskActor: Hashable, Sendable {
    /// A peer of the control socket (`SO_PEERCRED`). That it could open the socket (mode 0600) is its authority.
    case controlSocket(uid: UInt32)
    /// A person with a bound certificate and a live session, both judged by the road.
    case administrator(AccountName, roles: Set<RoleName>, proofs: [FactorProof])

    /// Person and certificate, as changes of the policy keep them.
    ///
    /// - Throws: `.policy(.personNeeded)` for the control socket.
    package func policyHand() throws(AdministrationProblem) -> PolicyHand {
        guard case .administrator(let account, _, let proofs) = self,
            let key = proofs.last(where: { $0.kind == .certificate })?.authenticator
        else { throw .policy(.personNeeded) }
        return PolicyHand(account, key: key)
    }
}

public struct DeskResponse: Hashable, Sendable {
    public let status: Int
    public let contentType: String
    /// Beside `Content-Type`; the codec adds `Content-Length` and `Date`.
    public let headers: [Header]
    public let body: [UInt8]
    /// In place of `body`; `nil`: the answer is whole.
    public let stream: DeskStream?

    public struct Header: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    init(
        status: Int, contentType: String, body: [UInt8], headers: [Header] = [], stream: DeskStream? = nil
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers + Self.always
        self.body = body
        self.stream = stream
    }

    /// Answers about people stay in no cache, and no other site frames or scripts them.
    private static let always = [
        Header(name: "Cache-Control", value: "no-store"), Header(name: "X-Content-Type-Options", value: "nosniff"),
        Header(name: "X-Frame-Options", value: "DENY"), Header(name: "Referrer-Policy", value: "no-referrer"),
        Header(name: "Strict-Transport-Security", value: "max-age=31536000"),
        Header(name: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ]
}
