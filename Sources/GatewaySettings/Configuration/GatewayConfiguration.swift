public import GatewayIdentity
public import GatewayLimits
public import GatewayPolicy
public import GatewayReview

/// What one node needs to know beside its policy: where it listens, what it proves itself with, whom it trusts, where it keeps things.
///
/// Every value is checked when the file is read; every path is absolute (paths in the file are relative to the file's folder).
public struct GatewayConfiguration: Hashable, Sendable {
    public var site: SiteSettings
    public var listen: ListenSettings
    public var tls: ServerTLSSettings
    public var clients: ClientCertificateSettings
    public var places: Places
    public var policyChanges: PolicyChangeSettings
    public var keys: KeySettings
    public var brokenTrail: BrokenTrailAction
    public var retention: RetentionSettings
    public var auditTrail = AuditTrailSettings()
    public var limits: ConnectionLimits
    public var warnings: WarningSettings
    /// Who gets the records beside the trail.
    public var siem: SIEMSettings
    public var clock: ClockSettings
    public var securityKeys: SecurityKeySettings
    /// `nil`: there are no passwords here.
    public var pam: PAMSettings?
    public var people: AccountRules
    public var reviews: ReviewRules
    /// The database that tells countries by addresses (MaxMind DB); `nil`: nothing is known about countries.
    public var countryDatabase: String?
    /// Event loops; `nil`: one per core.
    public var threads: Int?
    /// Where consoles stand at this site; takes the place of `upstreams` in the policy.
    public var upstreams: [ConsoleID: ConsoleUpstreams]

    public init(
        site: SiteSettings, listen: ListenSettings, tls: ServerTLSSettings, clients: ClientCertificateSettings,
        places: Places, policyChanges: PolicyChangeSettings = .init(), keys: KeySettings = .init(),
        brokenTrail: BrokenTrailAction = .refuse, retention: RetentionSettings = .init(),
        limits: ConnectionLimits = .init(), warnings: WarningSettings = .init(),
        siem: SIEMSettings = .init(), clock: ClockSettings = .init(),
        securityKeys: SecurityKeySettings = .init(), pam: PAMSettings? = nil, people: AccountRules = .init(),
        reviews: ReviewRules = .init(),
        countryDatabase: String? = nil,
        threads: Int? = nil,
        upstreams: [ConsoleID: ConsoleUpstreams] = [:]
    ) {
        self.site = site
        self.listen = listen
        self.tls = tls
        self.clients = clients
        self.places = places
        self.policyChanges = policyChanges
        self.keys = keys
        self.brokenTrail = brokenTrail
        self.retention = retention
        self.limits = limits
        self.warnings = warnings
        self.siem = siem
        self.clock = clock
        self.securityKeys = securityKeys
        self.pam = pam
        self.people = people
        self.reviews = reviews
        self.countryDatabase = countryDatabase
        self.threads = threads
        self.upstreams = upstreams
    }

    /// What the policy reader needs of it.
    public var policySite: PolicySite {
        PolicySite(domain: site.domain, upstreams: upstreams, ownHosts: [site.gate, site.desk])
    }
}
