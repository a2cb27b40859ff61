internal import GatewayCrypto
internal import GatewayIdentity
public import GatewaySessions
internal import GatewayStore

/// Carries a login from the gate's own host to one console host by a one-time code, so that no host ever sees the
/// cookie of another.
public struct Handoffs: Sendable {
    let core: AccessCore

    /// A session's way in on one more host.
    public struct Entry: Sendable {
        public let session: LiveSession
        /// For the cookie of that host.
        public let cookie: SessionToken
    }

    /// A code good once, for this session, this certificate and this host, within `HandoffCode.lifetime`.
    ///
    /// - Parameter host: lower case, without a port.
    /// - Returns: `nil` when the session is not good any more.
    public func mint(for session: LiveSession, to host: String, by visitor: VerifiedVisitor) async throws(AccessFailure)
        -> HandoffCode?
    {
        let now = core.now()
        guard session.refusal(at: now, certificate: visitor.certificate) == nil else { return nil }
        do {
            let code = try HandoffCode.make(random: core.ports.random)
            try await core.ports.store.put(
                code.hash, for: .handoff,
                payload: HandoffPayload(session: session.id, binding: session.binding, host: host).text,
                expires: now + HandoffCode.lifetime)
            try await core.record([event(.handoffIssued, .success, session, visitor, at: now)])
            return code
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// Uses a code up. `nil` for one that is unknown, used, too old, or meant for another certificate or host; which
    /// of them is recorded and not told.
    public func redeem(_ presented: String, by visitor: VerifiedVisitor) async throws(AccessFailure) -> Entry? {
        let now = core.now()
        do {
            guard let code = HandoffCode(presented: presented),
                let payload = try await core.ports.store.consume(code.hash, for: .handoff, at: now).flatMap(
                    HandoffPayload.init),
                payload.host == visitor.host, payload.binding == SessionBinding(visitor.certificate),
                let session = core.registry.session(payload.session),
                session.refusal(at: now, certificate: visitor.certificate) == nil
            else {
                core.noteFailure(from: visitor.source, requestID: visitor.requestID)
                try await core.record([event(.handoffRefused, .failure, nil, visitor, at: now)])
                return nil
            }
            let cookie = try SessionToken.make(random: core.ports.random)
            let token = SessionTokenRecord(hash: cookie.hash, session: session.id, scope: .host(visitor.host))
            try await core.record([event(.handoffRedeemed, .success, session, visitor, at: now)])
            guard try await core.ports.store.addToken(token) else { return nil }
            core.registry.install(token, for: session)
            return Entry(session: session, cookie: cookie)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    private func event(
        _ kind: SecurityEvent.Kind, _ outcome: SecurityEvent.Outcome, _ session: LiveSession?,
        _ visitor: VerifiedVisitor, at now: UnixTime
    ) -> SecurityEvent {
        SecurityEvent(
            kind, outcome, at: now, requestID: visitor.requestID, actor: .owner(visitor.account),
            account: visitor.account,
            reason: outcome == .success ? nil : .sessionUnknown, certificate: visitor.certificate,
            source: visitor.source, session: session?.id.digest,
            severity: outcome == .success ? .low : .medium)
    }
}

/// What a handoff code stands for, as the store keeps it: session, fingerprint, key and host, with spaces between.
struct HandoffPayload: Hashable {
    let session: SessionID
    let binding: SessionBinding
    let host: String

    init(session: SessionID, binding: SessionBinding, host: String) {
        self.session = session
        self.binding = binding
        self.host = host
    }

    init?(_ text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 4, let session = SessionID(hex: parts[0]), let fingerprint = SHA256Digest(hex: parts[1]),
            let publicKey = SHA256Digest(hex: parts[2])
        else { return nil }
        self.init(
            session: session, binding: SessionBinding(fingerprint: fingerprint, publicKey: publicKey), host: parts[3])
    }

    var text: String { "\(session) \(binding.fingerprint) \(binding.publicKey) \(host)" }
}
