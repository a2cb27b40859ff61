public import GatewayIdentity
public import GatewayLimits
public import GatewayPolicy

/// What the composition settles once about people and logins.
public struct AccessSettings: Sendable {
    /// The name of this gateway in warnings and authenticator apps.
    public var serviceName: String
    /// What the site itself is called, in every language: its own people are nobody's partners.
    public var homeOrganisations: Set<String>
    /// Whom people call: phone or mail of the security officer, as plain text.
    public var contact: String
    public var securityKeys: SecurityKeyRules
    public var pacing: AnswerPacing
    /// `nil`: sources are not throttled (`--source-limits off`).
    public var sourceLimits: SourceLimits?
    public var openLogins: OpenLoginLimits
    public var people: AccountRules
    /// In which the security officer is warned; owners are in their own.
    public var officerLanguage: Language
    /// A login outside is told to the officer.
    public var workingHours: AccessWindow

    public init(
        serviceName: String, homeOrganisations: Set<String> = [], contact: String, securityKeys: SecurityKeyRules,
        pacing: AnswerPacing = .usual,
        sourceLimits: SourceLimits? = .normal, openLogins: OpenLoginLimits = .init(),
        people: AccountRules = AccountRules(), officerLanguage: Language = .korean,
        workingHours: AccessWindow = .koreanOfficeHours
    ) {
        self.serviceName = serviceName
        self.homeOrganisations = homeOrganisations
        self.contact = contact
        self.securityKeys = securityKeys
        self.pacing = pacing
        self.sourceLimits = sourceLimits
        self.openLogins = openLogins
        self.people = people
        self.officerLanguage = officerLanguage
        self.workingHours = workingHours
    }
}
