internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

/// What the cookie or the token of a request opened.
enum SessionFinding {
    case none
    case live(LiveSession)
    /// Something was shown that opens nothing (any more).
    case refused(Reason)

    var live: LiveSession? {
        if case .live(let session) = self { session } else { nil }
    }

    /// When a factor is missing because a session ended, that is the better reason to record.
    var reasonToAskAgain: Reason? {
        if case .refused(let reason) = self { reason } else { nil }
    }

    /// Limits of the permit that the session as a whole does not have.
    func refusal(for permit: Permit, at now: UnixTime) -> Reason? {
        switch self {
        case .none, .refused: nil
        case .live(let session): session.refusal(at: now, idle: permit.limits.idle, absolute: permit.limits.absolute)
        }
    }
}

/// Stage 3: from the cookie to the session, bound to the certificate, its ends checked.
///
/// The last token of the connection is remembered with what it opened: a browser shows the same cookie again and again, and comparing 43 bytes is
/// cheaper than hashing them. A token that another took the place of is forgotten at once.
final class SessionStage {
    private let node: GateNode
    private let hasher = SHA256Hasher()
    private var lastToken: [UInt8] = []
    private var lastScope = TokenScope.header
    private var lastKey: SessionKey?

    init(node: GateNode) { self.node = node }

    /// Behind the last token, as long as it opens.
    var current: LiveSession? { lastKey.flatMap { $0.opens ? $0.session : nil } }

    func session(
        shownIn view: RequestView, by client: VerifiedClient, host: String, from peer: Peer, request: RequestID,
        at now: UnixTime
    ) -> SessionFinding {
        let session: LiveSession
        if let token = view.cookieToken {
            guard let found = find(token, .host(host)) else { return .refused(.sessionUnknown) }
            session = found
        } else if let token = view.headerToken {
            guard let found = find(token, .header) else { return .refused(.sessionUnknown) }
            session = found
        } else {
            return .none
        }
        guard let reason = session.refusal(at: now, certificate: client.certificate) else {
            // One person may hold several certificates; the session belongs to one of them and to its account.
            return session.account == client.account.name ? .live(session) : .refused(.sessionCertificateMismatch)
        }
        if reason == .sessionCertificateMismatch, !session.hasEnded {
            node.access.reportMismatch(session, presented: client.certificate, source: peer.source, requestID: request)
        }
        return .refused(reason)
    }

    private func find(_ token: UnsafeRawBufferPointer, _ scope: TokenScope) -> LiveSession? {
        if let lastKey, lastKey.opens, lastScope == scope, token.holdsSameBytes(as: lastToken) {
            return lastKey.session
        }
        guard let hash = SessionToken.hash(ofPresented: token, with: hasher),
            let key = node.access.key(token: hash, scope: scope)
        else { return nil }
        lastToken = Array(token)
        lastScope = scope
        lastKey = key
        return key.session
    }
}
