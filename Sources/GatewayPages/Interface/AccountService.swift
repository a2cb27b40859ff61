public import GatewayIdentity

/// What a person sees and does about their own account.
public protocol AccountService: Sendable {
    func overview(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> AccountOverview

    /// The notice of the sign-in that opened `session`.
    func notice(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> SignInNotice

    /// Ends one session of the same account; false when there is none of that name (any more).
    func endSession(_ handle: SessionHandle, of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> Bool

    /// Ends every session of the account but `session`; answers how many.
    func endOtherSessions(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> Int

    /// Draws a new set of recovery codes; the old ones are void.
    func renewRecoveryCodes(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> RecoveryCodesOutcome
}

public struct AccountOverview: Hashable, Sendable {
    public let factors: [RegisteredFactor]
    /// Every open session of the account, this one too.
    public let sessions: [SessionSummary]
    /// Newest first; `nil` where no such list is kept for the person to read.
    public let visits: [PastVisit]?
    /// `nil`: recovery codes are not for this account.
    public let recoveryCodesLeft: Int?
    public let notice: SignInNotice

    public init(
        factors: [RegisteredFactor], sessions: [SessionSummary], visits: [PastVisit]?, recoveryCodesLeft: Int?,
        notice: SignInNotice
    ) {
        self.factors = factors
        self.sessions = sessions
        self.visits = visits
        self.recoveryCodesLeft = recoveryCodesLeft
        self.notice = notice
    }
}

public struct RegisteredFactor: Hashable, Sendable {
    public let kind: FactorKind
    public let registeredAt: UnixTime
    public let lastUsedAt: UnixTime?

    public init(kind: FactorKind, registeredAt: UnixTime, lastUsedAt: UnixTime?) {
        self.kind = kind
        self.registeredAt = registeredAt
        self.lastUsedAt = lastUsedAt
    }
}

public struct SessionSummary: Hashable, Sendable {
    public let handle: SessionHandle
    public let startedAt: UnixTime
    public let lastSeenAt: UnixTime
    /// Zone or masked address; `nil` when it is not known any more.
    public let place: String?
    public let userAgent: String?
    public let gradeReached: Grade

    public init(
        handle: SessionHandle, startedAt: UnixTime, lastSeenAt: UnixTime, place: String?, userAgent: String?,
        gradeReached: Grade
    ) {
        self.handle = handle
        self.startedAt = startedAt
        self.lastSeenAt = lastSeenAt
        self.place = place
        self.userAgent = userAgent
        self.gradeReached = gradeReached
    }
}

public enum RecoveryCodesOutcome: Hashable, Sendable {
    /// To be shown once.
    case codes([String])
    /// Prove the second factor again first.
    case freshFactorNeeded
    /// Not for this account (partners, classified consoles).
    case notAllowed
}
