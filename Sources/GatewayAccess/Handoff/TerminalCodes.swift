internal import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
public import GatewaySessions
internal import GatewayStore

/// Carries a login from the browser to a terminal of the same person: a code that is read off a page and typed once.
///
/// What comes of it is one more token of the same session, so every factor that a browser can show is good for tools
/// too, and a second place at the console is not taken. The tool has to show the very certificate that the browser
/// showed: a code that somebody was talked out of is of no use to others.
public struct TerminalCodes: Sendable {
    let core: AccessCore

    /// Long enough to change windows and type 16 characters.
    public static let lifetime = Duration.seconds(120)

    public enum Redemption: Sendable {
        /// The token is for the header `Gwanmun-Session`; an earlier one of the same session is void.
        case entered(LiveSession, token: SessionToken)
        /// Unknown, used, too old, or of a session that is over or of another certificate; which, is recorded and not told.
        case refused
        case throttled(until: UnixTime)
    }

    /// - Returns: `7ZKQ-03MF-9TXA-C2RW`, told once; `nil` when the session is not good any more.
    public func mint(for session: LiveSession, by visitor: VerifiedVisitor) async throws(AccessFailure) -> String? {
        let now = core.now()
        guard session.refusal(at: now, certificate: visitor.certificate) == nil else { return nil }
        do {
            let code = try ReadableCode.make(random: core.ports.random)
            try await core.record([event(.terminalCodeIssued, session, visitor, at: now)])
            try await core.ports.store.put(
                code.digest(for: .terminal, of: visitor.account), for: .terminal, payload: session.id.description,
                expires: now + Self.lifetime)
            return code.text
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// Uses a code up.
    public func redeem(_ typed: String, by visitor: VerifiedVisitor) async throws(AccessFailure) -> Redemption {
        let now = core.now()
        if let until = core.blockedUntil(visitor.source) { return .throttled(until: until) }
        do {
            guard let session = try await session(behind: typed, of: visitor, at: now) else {
                core.noteFailure(from: visitor.source, requestID: visitor.requestID)
                try await core.record([event(.terminalCodeRefused, nil, visitor, at: now)])
                return .refused
            }
            let token = try SessionToken.make(random: core.ports.random)
            let record = SessionTokenRecord(hash: token.hash, session: session.id, scope: .header)
            try await core.record([event(.terminalCodeRedeemed, session, visitor, at: now)])
            guard try await core.ports.store.addToken(record) else { return .refused }
            core.registry.install(record, for: session)
            return .entered(session, token: token)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    private func session(behind typed: String, of visitor: VerifiedVisitor, at now: UnixTime) async throws
        -> LiveSession?
    {
        guard let digest = ReadableCode(typed: typed)?.digest(for: .terminal, of: visitor.account),
            let payload = try await core.ports.store.consume(digest, for: .terminal, at: now),
            let session = SessionID(hex: payload).flatMap({ core.registry.session($0) }),
            session.account == visitor.account, session.refusal(at: now, certificate: visitor.certificate) == nil
        else { return nil }
        return session
    }

    private func event(
        _ kind: SecurityEvent.Kind, _ session: LiveSession?, _ visitor: VerifiedVisitor, at now: UnixTime
    ) -> SecurityEvent {
        let isRefusal = session == nil
        return SecurityEvent(
            kind, isRefusal ? .failure : .success, at: now, requestID: visitor.requestID,
            actor: .owner(visitor.account), account: visitor.account, reason: isRefusal ? .sessionUnknown : nil,
            certificate: visitor.certificate, source: visitor.source, session: session?.id.digest,
            severity: isRefusal ? .medium : .low)
    }
}
