public import GatewayIdentity

/// What is looked for in the records while people work, and what is done when it is found (compliance profile nct-2025-04, 2.10; NCT3-N-U1).
public struct WatchRule: Hashable, Sendable {
    public let id: WatchRuleID
    public var target: Target
    public var condition: WatchCondition
    /// The first alarm takes the first step, each further one within `escalation` the next. In the order of `WatchMeasure`, at least one.
    public var measures: [WatchMeasure]
    public var severity: WatchSeverity
    /// For so long after an alarm the rule says nothing more of the same person.
    public var cooldown: Duration
    /// An alarm that comes later than this after the one before begins with the first step again.
    public var escalation: Duration
    /// Who looks after what it finds; `nil`: the partner's sponsor, and the office of security.
    public var owner: AccountName?

    /// Whose doings it looks at, and where. What a sign-in or a wrong code is for is not known: rules for consoles or grades do not see them.
    public struct Target: Hashable, Sendable {
        public var roles: Selection<RoleName>
        public var consoles: Selection<ConsoleID>
        public var grades: Selection<Grade>
        /// References of partner grants that run.
        public var grants: Selection<String>

        public init(
            roles: Selection<RoleName> = .all, consoles: Selection<ConsoleID> = .all,
            grades: Selection<Grade> = .all, grants: Selection<String> = .all
        ) {
            self.roles = roles
            self.consoles = consoles
            self.grades = grades
            self.grants = grants
        }
    }

    public init(
        id: WatchRuleID, target: Target = Target(), condition: WatchCondition, measures: [WatchMeasure] = [.notify],
        severity: WatchSeverity = .medium, cooldown: Duration = WatchRule.usualCooldown,
        escalation: Duration = WatchRule.usualEscalation, owner: AccountName? = nil
    ) {
        self.id = id
        self.target = target
        self.condition = condition
        self.measures = measures
        self.severity = severity
        self.cooldown = cooldown
        self.escalation = escalation
        self.owner = owner
    }

    public static let usualCooldown = Duration.seconds(600)
    public static let usualEscalation = Duration.seconds(86400)
    public static let usualMemory = Duration.seconds(30 * 86400)
    public static let usualLearning = Duration.seconds(7 * 86400)
    /// Of one person and one rule, so many doings are kept.
    public static let highestLimit = 1000
    /// What was longer ago is in no memory after a restart.
    public static let longestMemory = Duration.seconds(35 * 86400)
}

public typealias WatchRuleID = PolicyName<WatchRule>

/// What makes an alarm. Limits can be reached, and must not be passed.
public enum WatchCondition: Hashable, Sendable {
    /// Somebody comes with something that they have not used within `memory`. For `learning` from when they were first seen, it is only noted.
    case unfamiliar(WatchTrait, memory: Duration, learning: Duration)
    /// Somebody works while none of these windows is open.
    case offHours(Set<WindowName>)
    /// From two countries in less than this.
    case travel(within: Duration)
    case volume(WatchVolume)
    /// More distinct paths than `limit`, let through.
    case distinctObjects(WatchRate)
    /// The same, with what their queries say. Pages put a time or a number into a query to get past caches: the limit is to be above that.
    case distinctQueries(WatchRate)
    case denials(WatchRate)
    /// More distinct paths than `limit` that were refused, or answered by 403 or 404.
    case enumeration(WatchRate)
    case codeFailures(WatchRate)
    /// Somebody of whom nothing was seen for this long.
    case dormant(after: Duration)
    /// From more networks than `limit` at a time.
    case concurrentUse(WatchRate)

    public var kind: WatchKind {
        switch self {
        case .unfamiliar(.country, _, _): .newCountry
        case .unfamiliar(.network, _, _): .newNetwork
        case .unfamiliar(.device, _, _): .newDevice
        case .unfamiliar(.certificate, _, _): .newCertificate
        case .offHours: .offHours
        case .travel: .impossibleTravel
        case .volume: .volume
        case .distinctObjects: .distinctObjects
        case .distinctQueries: .distinctQueries
        case .denials: .denials
        case .enumeration: .enumeration
        case .codeFailures: .codeFailures
        case .dormant: .dormant
        case .concurrentUse: .concurrentUse
        }
    }
}

/// Conditions by name, as the files and the records spell them.
public enum WatchKind: String, CaseIterable, Sendable {
    case newCountry = "new_country"
    case newNetwork = "new_network"
    case newDevice = "new_device"
    case newCertificate = "new_certificate"
    case offHours = "off_hours"
    case impossibleTravel = "impossible_travel"
    case volume
    case distinctObjects = "distinct_objects"
    case distinctQueries = "distinct_queries"
    case denials
    case enumeration
    case codeFailures = "code_failures"
    case dormant
    case concurrentUse = "concurrent_use"
}

public enum WatchTrait: String, CaseIterable, Sendable {
    case country
    /// A /24 of IPv4, a /48 of IPv6.
    case network
    /// The designated terminal, or else browser and system.
    case device
    /// By its key.
    case certificate
}

/// How many in how long.
public struct WatchRate: Hashable, Sendable {
    public var limit: Int
    public var within: Duration

    public init(limit: Int, within: Duration) {
        self.limit = limit
        self.within = within
    }
}

/// How much in how long: at least one of `bytes` and `requests` is there.
public struct WatchVolume: Hashable, Sendable {
    /// Of answers' bodies, to the person.
    public var bytes: Int?
    public var requests: Int?
    /// A multiple of the person's own average, learned from periods of `within` in which they did something. Counts only above a tenth of the fixed limit:
    /// whoever does little is no alarm when they do a little more.
    public var times: Int?
    public var within: Duration
    /// The average counts after this.
    public var learning: Duration

    public init(bytes: Int?, requests: Int?, times: Int?, within: Duration, learning: Duration) {
        self.bytes = bytes
        self.requests = requests
        self.times = times
        self.within = within
        self.learning = learning
    }
}

/// The steps of the ladder, the mildest first. Each of them tells people too.
public enum WatchMeasure: String, CaseIterable, Comparable, Sendable {
    case notify
    /// What the person proved before counts no more: they prove it again.
    case stepUp = "step_up"
    /// The partner's grants are paused; their sessions end.
    case pauseGrant = "pause_grant"
    case endSessions = "end_sessions"
    /// The certificates of the person's sessions are locked, or, where there are none, the account; their sessions end.
    case lockCertificate = "lock_certificate"

    /// Whether it keeps the person out until somebody lifts it.
    public var keepsOut: Bool { self == .pauseGrant || self == .lockCertificate }

    private var rank: Int {
        switch self {
        case .notify: 0
        case .stepUp: 1
        case .pauseGrant: 2
        case .endSessions: 3
        case .lockCertificate: 4
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}

public enum WatchSeverity: String, CaseIterable, Sendable {
    case low, medium, high, critical
}
