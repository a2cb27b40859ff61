public import GatewayIdentity

/// What a setting is now.
public struct SettingFact: Hashable, Sendable {
    public let value: Bilingual
    /// Whether it does what clauses that need it ask for.
    public let isInForce: Bool

    /// - Parameter value: names and numbers, which no language has to itself.
    public init(_ value: String, isInForce: Bool = true) {
        self.value = Bilingual(ko: value, en: value)
        self.isInForce = isInForce
    }

    /// Said in each language.
    public init(isInForce: Bool = true, _ text: (Language) -> String) {
        value = Bilingual(ko: text(.korean), en: text(.english))
        self.isInForce = isInForce
    }
}

/// What the trail says of itself.
public struct ChainEvidence: Hashable, Sendable, Encodable {
    public var whole: Bool
    /// Where it is not whole, what shows it.
    public var difference: String?
    public var records: UInt64
    public var lastSeq: UInt64
    public var lastHash: String
    /// Of the period.
    public var first: EvidenceTally.Point?
    public var last: EvidenceTally.Point?
    /// Records of the period are gone, deleted after their time: counts are of what is left.
    public var isCutByDeletion = false
    /// The last record that a signed checkpoint vouches for.
    public var lastCheckpoint: UInt64?
    /// The same, of checkpoints kept elsewhere.
    public var lastCheckpointOutside: UInt64?
    /// Files of checkpoints kept elsewhere that it was held against, and those that should have been and were not there.
    public var outsideFiles: [String] = []
    public var outsideMissing: [String] = []

    public init(whole: Bool, difference: String? = nil, records: UInt64 = 0, lastSeq: UInt64 = 0, lastHash: String = "")
    {
        self.whole = whole
        self.difference = difference
        self.records = records
        self.lastSeq = lastSeq
        self.lastHash = lastHash
    }
}

public struct ExceptionEvidence: Hashable, Sendable, Encodable {
    public let name: String
    public let rule: String
    public let from: String
    public let expires: String
    public let reason: String
    public let approvedBy: String

    public init(name: String, rule: String, from: String, expires: String, reason: String, approvedBy: String) {
        self.name = name
        self.rule = rule
        self.from = from
        self.expires = expires
        self.reason = reason
        self.approvedBy = approvedBy
    }
}

/// One clause, with what shows it and what is missing.
public struct ClauseEvidence: Hashable, Sendable, Encodable {
    public struct Setting: Hashable, Sendable, Encodable {
        public let id: EvidenceSetting
        public let value: String
        public let valueKo: String
        public let inForce: Bool
    }

    public struct Count: Hashable, Sendable, Encodable {
        public let id: EvidenceCount
        public let count: Int
    }

    public let id: String
    public let who: ClauseParty
    public let state: ClauseReach
    public let clause: Bilingual
    public let gateway: Bilingual
    public let settings: [Setting]
    public let counts: [Count]
    /// Of others, the newest first.
    public let reports: [ReportEvidence]
    /// Empty: everything is there that the profile asks for.
    public let missing: [Bilingual]
    public let tests: [String]
    public let tags: [String]
}

/// Everything that an export tells, before it is written down.
public struct EvidenceReport: Sendable, Encodable {
    public static let format = "gwanmun-evidence/1"

    public let format: String
    public let profile: String
    public let title: Bilingual
    public let notice: Bilingual
    public let organisation: Bilingual
    public let madeAt: String
    public let from: String
    public let to: String
    public let chain: ChainEvidence
    public let counts: [String: Int]
    public let refusalsByReason: [String: Int]
    public let denialsByReason: [String: Int]
    public let policyChanges: [EvidenceTally.PolicyChange]
    public let signedReviews: [EvidenceTally.SignedReview]
    public let exceptions: [ExceptionEvidence]
    public let reports: [ReportEvidence]
    public let clauses: [ClauseEvidence]

    public init(
        _ profile: EvidenceProfile, organisation: Bilingual, madeAt: UnixTime, from: UnixTime, to: UnixTime,
        settings: [EvidenceSetting: SettingFact], tally: EvidenceTally, chain: ChainEvidence,
        exceptions: [ExceptionEvidence], register: RegisterEvidence = RegisterEvidence()
    ) {
        format = Self.format
        self.profile = profile.id
        title = profile.title
        notice = EvidenceWords.notice
        self.organisation = organisation
        self.madeAt = RFC3339.string(madeAt)
        self.from = RFC3339.string(from)
        self.to = RFC3339.string(to)
        self.chain = chain
        counts = Dictionary(uniqueKeysWithValues: EvidenceCount.allCases.map { ($0.rawValue, tally.count($0)) })
        refusalsByReason = tally.refusals
        denialsByReason = tally.denials
        policyChanges = tally.policyChanges
        signedReviews = tally.signedReviews
        self.exceptions = exceptions
        reports = register.reports
        clauses = profile.clauses.map { ClauseEvidence($0, settings, tally, register, isWhole: chain.whole) }
    }

    /// How many clauses lack evidence.
    public var missing: Int { clauses.count { !$0.missing.isEmpty } }
}

extension ClauseEvidence {
    init(
        _ clause: EvidenceClause, _ facts: [EvidenceSetting: SettingFact], _ tally: EvidenceTally,
        _ register: RegisterEvidence, isWhole: Bool
    ) {
        id = clause.id
        who = clause.party
        state = clause.reach
        self.clause = clause.text
        gateway = clause.gateway
        settings = clause.settings.map { id in
            let fact = facts[id] ?? SettingFact("-", isInForce: false)
            return Setting(id: id, value: fact.value.en, valueKo: fact.value.ko, inForce: fact.isInForce)
        }
        counts = clause.counts.map { Count(id: $0, count: tally.count($0)) }
        reports = clause.reports.flatMap(register.reports)
        tests = clause.tests
        tags = clause.tags
        let lacking = clause.needs.compactMap { need -> Bilingual? in
            switch need {
            case .setting(let id): facts[id]?.isInForce == true ? nil : EvidenceWords.notInForce(id)
            case .count(let id): tally.count(id) > 0 ? nil : EvidenceWords.nothingCounted(id)
            case .none(let id): tally.count(id) == 0 ? nil : EvidenceWords.happened(id, tally.count(id))
            }
        }
        // Records that may have been changed count nothing.
        let isBroken = !isWhole && (!clause.counts.isEmpty || clause.needs.contains(where: \.restsOnRecords))
        guard clause.reach != .notByGateway else {
            missing = []
            return
        }
        missing =
            lacking + clause.reports.flatMap { register.lacks($0, tally) }
            + (isBroken ? [EvidenceWords.brokenTrail] : [])
    }
}

extension EvidenceNeed {
    var restsOnRecords: Bool {
        switch self {
        case .setting: false
        case .count, .none: true
        }
    }
}
