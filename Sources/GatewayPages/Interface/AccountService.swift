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

    /// The person did something: the session's idle time begins anew.
    func stay(in session: OpenSession, visit: Visit) async throws(ServiceUnavailable)

    /// "This was not me": ends every session of the account, `session` too, and locks it until a security administrator
    /// lifts that.
    func disown(_ session: OpenSession, visit: Visit) async throws(ServiceUnavailable)

    /// Draws a new set of recovery codes; the old ones are void.
    func renewRecoveryCodes(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> RecoveryCodesOutcome
}

public struct AccountOverview: Hashable, Sendable {
    /// In every state, oldest first.
    public var factors: [RegisteredFactor]
    /// Every open session of the account, this one too.
    public var sessions: [SessionSummary]
    /// Newest first; `nil` where no such list is kept for the person to read.
    public var visits: [PastVisit]?
    /// `nil`: recovery codes are not for this account.
    public var recoveryCodesLeft: Int?
    public var notice: SignInNotice
    /// Beside the one that was shown, as far as they were seen.
    public var certificates: [CertificateSummary]
    /// Running and future ones.
    public var grants: [GrantSummary]
    /// The account's own.
    public var language: Language
    /// Of the own factors, asked for and not carried out yet.
    public var reset: ResetSummary?
    /// Partners whom the person answers for.
    public var partners: [PartnerSummary]

    /// When somebody with the right factors last wanted a session beside this one and got none.
    public var rivalSignIn: UnixTime?

    public init(
        factors: [RegisteredFactor], sessions: [SessionSummary], visits: [PastVisit]?, recoveryCodesLeft: Int?,
        notice: SignInNotice, certificates: [CertificateSummary] = [], grants: [GrantSummary] = [],
        language: Language = .korean, reset: ResetSummary? = nil, partners: [PartnerSummary] = [],
        rivalSignIn: UnixTime? = nil
    ) {
        self.factors = factors
        self.sessions = sessions
        self.visits = visits
        self.recoveryCodesLeft = recoveryCodesLeft
        self.notice = notice
        self.certificates = certificates
        self.grants = grants
        self.language = language
        self.reset = reset
        self.partners = partners
        self.rivalSignIn = rivalSignIn
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
