internal import GatewayIdentity
internal import GatewaySessions
internal import Synchronization

/// Every session of this node that has not ended, by the tokens that open it and by the person it belongs to.
///
/// A connection looks a token up once and then keeps the key.
final class SessionRegistry: Sendable {
    private let tokens = TokenTable<SessionKey>()
    private let people = Mutex(People())
    /// Ended sessions whose tokens are still known, oldest first: whoever shows one is told why it is over.
    private let recent = Mutex<[LiveSession]>([])
    private static let mostRecent = 4096

    private struct People {
        var byAccount: [AccountName: [LiveSession]] = [:]
        var byID: [SessionID: LiveSession] = [:]

        mutating func put(_ session: LiveSession) {
            byAccount[session.account, default: []].append(session)
            byID[session.id] = session
        }

        mutating func remove(_ ended: [LiveSession]) {
            let ids = Set(ended.map(\.id))
            for account in Set(ended.map(\.account)) {
                let remaining = byAccount[account, default: []].filter { !ids.contains($0.id) }
                byAccount[account] = remaining.isEmpty ? nil : remaining
            }
            for id in ids { byID[id] = nil }
        }
    }

    /// What a login may do beside the sessions the person already has.
    enum Admission {
        /// The new session has its place; these have to end for it, once it is open.
        case admitted(displacing: [LiveSession])
        /// There are as many as may be, and these limits do not let a new one push an old one out.
        case full
    }

    /// Takes a place for a session that is about to be stored and recorded. Two logins at the same moment cannot both
    /// take the last one.
    ///
    /// - Parameter renewed: the session that the new one replaces in any case, and which therefore takes no place
    ///   beside it.
    func admit(_ session: LiveSession, renewing renewed: LiveSession?, limit: ConcurrencyLimit) -> Admission {
        people.withLock { people in
            let beside = people.byAccount[session.account, default: []].filter { !$0.hasEnded && $0 !== renewed }
            switch limit.verdict(live: beside.map(\.opened)) {
            case .refused:
                return .full
            case .admitted(let ending):
                people.put(session)
                return .admitted(displacing: beside.filter { ending.contains($0.id) })
            }
        }
    }

    /// A session read from the store at start.
    func restore(_ session: LiveSession) {
        people.withLock { $0.put(session) }
    }

    /// In place of the session's earlier token of the same scope, as in the store.
    func install(_ token: SessionTokenRecord, for session: LiveSession) {
        let key = SessionKey(session: session)
        // Connections that keep the earlier key learn of it by this.
        tokens.install(key, at: token.hash, token.scope, of: ObjectIdentifier(session))?.withdraw()
        // Ended in the meantime: whoever ended it may have cleared up before this token was here.
        if session.hasEnded { remove([session]) }
    }

    /// The scope must be the very one the token was made for: a cookie carried to another console opens nothing.
    func key(token: SHA256Digest, scope: TokenScope) -> SessionKey? {
        tokens.key(at: token, scope)
    }

    func session(_ id: SessionID) -> LiveSession? {
        people.withLock { $0.byID[id] }
    }

    func sessions(of account: AccountName) -> [LiveSession] { people.withLock { $0.byAccount[account] ?? [] } }

    var all: [LiveSession] { people.withLock { Array($0.byID.values) } }

    /// When sessions were last seen, of those that were seen since the last call.
    func takeTouches() -> [SessionID: UnixTime] {
        Dictionary(all.filter { !$0.hasEnded && $0.takeTouch() }.map { ($0.id, $0.lastSeen) }) { first, _ in first }
    }

    /// They could not be written; the next call gives them again.
    func returnTouches(_ ids: some Collection<SessionID>) {
        let ids = Set(ids)
        for session in all where ids.contains(session.id) { session.returnTouch() }
    }

    /// Forgets sessions that have ended. Their tokens, which open nothing, are known for a while longer: of the last
    /// few thousand.
    func remove(_ ended: [LiveSession]) {
        people.withLock { $0.remove(ended) }
        let forgotten = recent.withLock { recent in
            recent += ended
            let surplus = Array(recent.prefix(max(0, recent.count - Self.mostRecent)))
            recent.removeFirst(surplus.count)
            return surplus
        }
        for session in forgotten { tokens.removeKeys(of: ObjectIdentifier(session)) }
    }
}
