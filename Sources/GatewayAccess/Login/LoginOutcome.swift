public import GatewayIdentity
public import GatewaySessions
public import GatewayStore

public enum LoginOutcome: Sendable {
    case signedIn(SessionGrant)
    /// For the record and for choosing a page; a client is told `reason.publicReason`, which is one for wrong,
    /// replayed, unknown and locked.
    case refused(Reason)
    /// Everything presented was right, but as many sessions are open as may be; the person may agree that the others
    /// end, and prove themselves again.
    case otherSessionOpen
    case throttled(until: UnixTime)
    /// Whoever knows the password asks more before it says whether it is right: `LoginAnswer.give` goes on.
    case asksMore(AskedMore)

    var isRefused: Bool {
        switch self {
        case .refused: true
        case .signedIn, .otherSessionOpen, .throttled, .asksMore: false
        }
    }
}

/// A session that was just opened, with the secrets that open it, told once.
public struct SessionGrant: Sendable {
    public let session: LiveSession
    /// For the cookie of the host that was asked, and no other.
    public let cookie: SessionToken
    /// For the header `Gwanmun-Session`, on any host.
    public let header: SessionToken
    /// The login before this one, and what failed since.
    public let notice: LoginNotice
    /// How many sessions elsewhere ended for this one.
    public let displaced: Int
}
