public import GatewayIdentity

/// The same said in both languages.
public struct Bilingual: Hashable, Sendable, Encodable {
    public let ko: String
    public let en: String

    public init(ko: String, en: String) {
        self.ko = ko
        self.en = en
    }

    public subscript(language: Language) -> String {
        switch language {
        case .korean: ko
        case .english: en
        }
    }
}

/// A set of clauses of one edition of a guide, and what shows each of them. Data: read from a file, never written in code.
public struct EvidenceProfile: Hashable, Sendable {
    public let id: String
    public let title: Bilingual
    public let clauses: [EvidenceClause]

    public init(id: String, title: Bilingual, clauses: [EvidenceClause]) {
        self.id = id
        self.title = title
        self.clauses = clauses
    }
}

public struct EvidenceClause: Hashable, Sendable {
    public let id: String
    public let party: ClauseParty
    public let reach: ClauseReach
    public let text: Bilingual
    /// What the gateway does for it.
    public let gateway: Bilingual
    public let settings: [EvidenceSetting]
    public let counts: [EvidenceCount]
    /// Shown, and its evidence is missing where they are not there, or overdue.
    public let reports: [EvidenceRegister]
    /// Without these its evidence is missing.
    public let needs: [EvidenceNeed]
    public let tests: [String]
    /// The same function in other frameworks: `N2SF MA-1`, `ISMS-P 2.5.3`, `CSAP 10.3`.
    public let tags: [String]

    public init(
        id: String, party: ClauseParty, reach: ClauseReach, text: Bilingual, gateway: Bilingual,
        settings: [EvidenceSetting] = [], counts: [EvidenceCount] = [], reports: [EvidenceRegister] = [],
        needs: [EvidenceNeed] = [],
        tests: [String] = [], tags: [String] = []
    ) {
        self.id = id
        self.party = party
        self.reach = reach
        self.text = text
        self.gateway = gateway
        self.settings = settings
        self.counts = counts
        self.reports = reports
        self.needs = needs
        self.tests = tests
        self.tags = tags
    }
}

/// Profiles that come with the program.
public enum EvidenceProfiles {
    /// The file of a profile, by its name.
    public static let files: [(name: String, text: String)] = [
        ("nct-2025-04", String(decoding: PackageResources.nct_2025_04_yaml, as: UTF8.self))
    ]
}
