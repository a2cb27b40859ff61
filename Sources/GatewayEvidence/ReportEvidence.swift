public import GatewayIdentity

/// A report that others made, as the register has it.
public struct ReportEvidence: Hashable, Sendable, Encodable {
    public let register: EvidenceRegister
    public let id: String
    /// The provider or console; of a bypass check the machine that asked.
    public let about: String
    public let file: String
    public let sha256: String
    public let madeAt: String
    public let nextDue: String
    /// `passed` or `failed`; `nil`: it was not said.
    public let outcome: String?
    /// Of a bypass check: those that were asked.
    public let consoles: [String]
    public let filedBy: String
    public let filedAt: String
    /// The same; its record is of this instant.
    let filed: UnixTime
    /// At the end of the period: the next one was due, and was not there.
    public let overdue: Bool

    public init(
        _ register: EvidenceRegister, id: String, about: String, file: String, sha256: String, madeAt: String,
        nextDue: String, outcome: String?, consoles: [String], filedBy: String, filedAt: UnixTime, overdue: Bool
    ) {
        self.register = register
        self.id = id
        self.about = about
        self.file = file
        self.sha256 = sha256
        self.madeAt = madeAt
        self.nextDue = nextDue
        self.outcome = outcome
        self.consoles = consoles
        self.filedBy = filedBy
        self.filedAt = RFC3339.string(filedAt)
        filed = filedAt
        self.overdue = overdue
    }

    var hasFailed: Bool { outcome == "failed" }

    private enum CodingKeys: CodingKey {
        case register, id, about, file, sha256, madeAt, nextDue, outcome, consoles, filedBy, filedAt, overdue
    }
}

/// The register of reports, as far as it concerns a period.
public struct RegisterEvidence: Hashable, Sendable {
    /// Those made in the period, and those of before that nothing newer took the place of, the newest first; of bypass checks the newest alone.
    public let reports: [ReportEvidence]
    /// Of every report that it holds, shown or not, by their identifiers.
    public let ids: Set<String>
    /// The policy's; `nil`: it could not be read.
    public let consoles: [String]?
    /// Whether the store could be read.
    public let isRead: Bool

    public init(
        _ reports: [ReportEvidence] = [], ids: Set<String> = [], consoles: [String]? = nil, isRead: Bool = true
    ) {
        self.reports = reports
        self.ids = ids.union(reports.map(\.id))
        self.consoles = consoles
        self.isRead = isRead
    }

    /// From when on records tell of the filing of what is shown.
    public var begin: UnixTime? { reports.map(\.filed).min() }

    func reports(of register: EvidenceRegister) -> [ReportEvidence] { reports.filter { $0.register == register } }

    /// What a clause that rests on these reports lacks.
    func lacks(_ register: EvidenceRegister, _ tally: EvidenceTally) -> [Bilingual] {
        guard isRead else { return [EvidenceWords.registerUnread] }
        let reports = reports(of: register)
        // The register is the store's word; what counts is that the records say the same.
        let contradicted =
            reports.filter { !tally.reports.vouch(for: $0.id, $0.sha256, filedAt: $0.filed) }.map(
                EvidenceWords.unrecorded)
            + tally.reports.lost(of: register, beside: ids).map { EvidenceWords.lost($0, register) }
        let overdue = reports.filter(\.overdue).map(EvidenceWords.overdue)
        switch register {
        case .providerReports:
            return (reports.isEmpty ? [EvidenceWords.noReport(register)] : []) + overdue + contradicted
        case .bypassChecks:
            guard let newest = reports.first else {
                return (consoles?.isEmpty ?? false ? [] : [EvidenceWords.noReport(register)]) + contradicted
            }
            let unasked = consoles.map { Set($0).subtracting(newest.consoles).sorted() }
            let leftOut =
                switch unasked {
                case nil: [EvidenceWords.consolesUnknown]
                case []?: [Bilingual]()
                case let names?: [EvidenceWords.unasked(names)]
                }
            return (newest.hasFailed ? [EvidenceWords.failed(newest)] : []) + overdue + leftOut + contradicted
        }
    }
}
