public import GatewayLimits

/// What the composition settles once about people and logins.
public struct AccessSettings: Sendable {
    /// The name of this gateway in warnings and authenticator apps.
    public var serviceName: String
    /// Whom people call: phone or mail of the security officer, as plain text.
    public var contact: String
    public var securityKeys: SecurityKeyRules
    public var pacing: AnswerPacing
    /// `nil`: sources are not throttled (`--source-limits off`).
    public var sourceLimits: SourceLimits?
    public var openLogins: OpenLoginLimits
    public var people: AccountRules

    public init(
        serviceName: String, contact: String, securityKeys: SecurityKeyRules, pacing: AnswerPacing = .usual,
        sourceLimits: SourceLimits? = .normal, openLogins: OpenLoginLimits = .init(),
        people: AccountRules = AccountRules()
    ) {
        self.serviceName = serviceName
        self.contact = contact
        self.securityKeys = securityKeys
        self.pacing = pacing
        self.sourceLimits = sourceLimits
        self.openLogins = openLogins
        self.people = people
    }
}
