public import GatewayIdentity
public import GatewayWebAuthn

/// Asks for what is missing, judges what is presented.
public protocol SignInService: Sendable {
    /// What the person has still to prove before `destination` lets them in; `nil` asks for the gateway's own pages.
    func requirement(for destination: Destination?, visit: Visit, session: OpenSession?)
        async throws(ServiceUnavailable) -> SignInRequirement

    /// What the person can show now of what a change to their own factors asks for, however much they have proved before.
    func freshFactors(visit: Visit) async throws(ServiceUnavailable) -> SignInRequirement

    /// Counts, verifies, and opens a session (or raises `session`, under a new token).
    func signIn(_ attempt: SignInAttempt, visit: Visit, session: OpenSession?) async throws(ServiceUnavailable)
        -> SignInOutcome

    /// Gives a login that waits for answers what it waits for.
    func goOn(_ reply: SignInReply, visit: Visit, session: OpenSession?) async throws(ServiceUnavailable)
        -> SignInOutcome

    /// Ends the session and every connection that lives by it.
    func signOut(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
}

public enum SignInRequirement: Hashable, Sendable {
    case nothing
    case factors(NeededFactors)
    /// The account has no second factor yet.
    case enrolment
}

public struct NeededFactors: Hashable, Sendable {
    /// All of them are asked for.
    public let kinds: [FactorKind]
    /// A security key may be shown in the place of a one-time code.
    public let securityKeyAllowed: Bool
    /// A security key is asked for, and the person has none that will do.
    public let lacksSecurityKey: Bool
    /// A recovery code may stand in for a one-time code.
    public let recoveryCodeAllowed: Bool
    /// There is a session, and this proof must be fresh.
    public let isStepUp: Bool
    /// Length of the one-time code: 6 or 8.
    public let codeDigits: Int

    public init(
        kinds: [FactorKind], securityKeyAllowed: Bool = false, lacksSecurityKey: Bool = false,
        recoveryCodeAllowed: Bool, isStepUp: Bool, codeDigits: Int = 6
    ) {
        self.kinds = kinds
        self.securityKeyAllowed = securityKeyAllowed
        self.lacksSecurityKey = lacksSecurityKey
        self.recoveryCodeAllowed = recoveryCodeAllowed
        self.isStepUp = isStepUp
        self.codeDigits = codeDigits
    }
}

/// What was typed in, unjudged. At least one factor is present.
public struct SignInAttempt: Sendable {
    /// Spaces taken out, otherwise as typed.
    public let totp: String?
    public let password: String?
    public let recoveryCode: String?
    public let webauthn: AssertionResponse?
    /// From an administrator, to complete an unlock; beside a factor.
    public let unlockCode: String?
    /// The person was asked and agreed that their other sessions end.
    public let endsOtherSessions: Bool

    public init(
        totp: String? = nil, password: String? = nil, recoveryCode: String? = nil, webauthn: AssertionResponse? = nil,
        unlockCode: String? = nil,
        endsOtherSessions: Bool = false
    ) {
        self.totp = totp
        self.password = password
        self.recoveryCode = recoveryCode
        self.webauthn = webauthn
        self.unlockCode = unlockCode
        self.endsOtherSessions = endsOtherSessions
    }
}

public enum SignInOutcome: Hashable, Sendable {
    case accepted(SignedIn)
    /// Wrong, replayed, unknown or locked: one answer for all.
    case refused
    /// What was presented is good, and more is asked for.
    case incomplete(NeededFactors)
    /// All factors are good, but another session is open and a new one may not stand beside it; the person may agree to
    /// end it.
    case otherSessionOpen
    /// All factors are good, and the account may still not come in (role conflict, disabled after proof).
    case denied(Reason)
    case throttled(retryAfter: Duration)
    /// Whoever knows the password asks more first.
    case asksMore(SignInQuestion)
    /// Nothing waits for this answer (any more).
    case over
}

/// An open session and the secrets that open it, told once; base64url, so that they need no quoting anywhere.
public struct SignedIn: Hashable, Sendable {
    /// For the cookie of the host that was asked.
    public let cookie: String
    /// For the header `Gwanmun-Session` of programs; in the answer of `POST /.gwanmun/session`.
    public let token: String
    public let session: OpenSession
    public let notice: SignInNotice

    public init(cookie: String, token: String, session: OpenSession, notice: SignInNotice) {
        self.cookie = cookie
        self.token = token
        self.session = session
        self.notice = notice
    }
}

/// What the owner of an account is told at sign-in (N2SF LI-7).
public struct SignInNotice: Hashable, Sendable {
    public let lastSignIn: PastVisit?
    public let failuresSince: Int
    /// Sessions elsewhere that ended for this one.
    public let displaced: Int

    public init(lastSignIn: PastVisit?, failuresSince: Int, displaced: Int = 0) {
        self.lastSignIn = lastSignIn
        self.failuresSince = failuresSince
        self.displaced = displaced
    }

    public static let nothingToTell = SignInNotice(lastSignIn: nil, failuresSince: 0)
}

/// One sign-in, or one attempt, as its owner may see it.
public struct PastVisit: Hashable, Sendable {
    public let at: UnixTime
    /// Zone or masked address; `nil` when it is not known any more.
    public let place: String?
    /// The `User-Agent` as sent; the pages shorten it to browser and system.
    public let userAgent: String?
    public let succeeded: Bool

    public init(at: UnixTime, place: String?, userAgent: String?, succeeded: Bool) {
        self.at = at
        self.place = place
        self.userAgent = userAgent
        self.succeeded = succeeded
    }
}
