internal import GatewayAudit
public import GatewayIdentity
public import GatewayPolicy

/// Folds a month's records of partners: every change of a grant, every view, every use (guide, NCT3-L-U1; T90).
///
/// A partner is who held an external role when it was recorded, or whom a grant was given: those who were removed or are staff by the month's end, too.
public struct PartnerTally: Sendable {
    private static let names = 20_000
    private static let rows = 5000

    private let period: ReviewPeriod
    private let grants: [ReviewedPeople.GrantLine]
    private let grantHolders: [String: String]
    /// Roles that the policy knows, and whether they are partners'.
    private let roles: [String: Bool]
    /// Of partners, in this period.
    private var accounts: Set<String>
    private var lines = RecordLines()
    private var open = CountedRequests<Request>()
    private var use = BoundedTally<[String], Day>(limit: names)
    private var sessions = BoundedTally<[String], Int>(limit: names)
    private var changes = BoundedRows(limit: rows)

    private struct Day: Sendable {
        var requests = 0, permitted = 0, denied = 0, downloads = 0, bytes = 0
    }

    private struct Request: Sendable {
        let key: [String]
        let action: String?
        let isCounted: Bool
        var answer: Verdict.Answer?
    }

    /// - Parameters:
    ///   - people: everybody, with all grants.
    ///   - definition: the policy that says which roles are external.
    public init(_ period: ReviewPeriod, of people: ReviewedPeople, under definition: PolicyDefinition) {
        self.period = period
        grants = people.grants.filter { $0.touches(period) }
        grantHolders = Dictionary(
            people.grants.map { ($0.id, $0.account.text) }, uniquingKeysWith: { first, _ in first })
        roles = Dictionary(uniqueKeysWithValues: definition.roles.map { ($0.text, $1.kind == .external) })
        accounts = Set(people.partners(during: period).map(\.text))
    }

    public var begin: UnixTime { period.from - CountedRequests<Void>.lookBack }

    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let line = lines.read(bytes) else { return }
        let request = line.request
        if let request, let earlier = open.earlier(request) { return revise(earlier, request) }
        let at = request?.at ?? line.time
        guard begin <= at, at < period.to else { return }
        let isOfPeriod = period.contains(at)
        if line.type == RecordType.grantChange.rawValue { return isOfPeriod ? noteChange(line) : () }
        guard let account = line.text(.account), isPartner(account, line) else { return }
        if isOfPeriod { note(account) }
        if isOfPeriod, line.type == RecordType.sessionStart.rawValue { sessions.count([account, day(at)]) }
        if let request { take(line, request, of: account, isCounted: isOfPeriod) }
    }

    private mutating func take(_ line: RecordLine, _ record: RequestRecord, of account: String, isCounted: Bool) {
        let request = Request(
            key: [
                account, line.text(.upstream) ?? "-", day(record.at), Self.prefix(of: line.text(.path) ?? "-"),
            ], action: line.text(.action), isCounted: isCounted, answer: record.answer)
        if record.mayBeFollowed { open.remember(record, request) }
        guard isCounted else { return }
        if line.isOutcome, let bytes = line.number(.bytesOut) {
            use.note(request.key, new: Day()) { $0.bytes += bytes }
        }
        if record.isDecision { add(request, record.times) }
    }

    /// The policy had another word about the answer to a request that it had permitted.
    private mutating func revise(_ earlier: Request, _ record: RequestRecord) {
        guard earlier.isCounted, earlier.answer != record.answer else { return }
        var request = earlier
        request.answer = record.answer
        add(earlier, -1)
        add(request, 1)
        open.remember(record, request)
    }

    private mutating func add(_ request: Request, _ number: Int) {
        use.note(request.key, new: Day()) { day in
            day.requests += number
            day.permitted += request.answer == .permit ? number : 0
            day.denied += request.answer == .deny ? number : 0
            day.downloads += request.answer == .permit && request.action == Action.download.rawValue ? number : 0
        }
    }

    /// By the roles that the record names, those of its time; where it names none that the policy knows, by what else is known of the account.
    private func isPartner(_ account: String, _ line: RecordLine) -> Bool {
        let known = line.list(.roles).compactMap { roles[$0] }
        return known.isEmpty ? accounts.contains(account) : known.contains(true)
    }

    private mutating func note(_ account: String) {
        if accounts.count < Self.names { accounts.insert(account) }
    }

    /// `recipient` is whose grant it is; `object` which one, or its reference.
    private mutating func noteChange(_ line: RecordLine) {
        guard let account = line.text(.recipient) ?? line.text(.object).flatMap({ grantHolders[$0] }) else { return }
        note(account)
        changes.append([
            RFC3339.string(line.time), account, line.text(.object) ?? "-", line.text(.change) ?? "-", line.actor,
            line.text(.until) ?? "-", line.text(.statedReason) ?? "-",
        ])
    }

    private func day(_ time: UnixTime) -> String { String(RFC3339.string(time).prefix(10)) }

    /// Its first two segments: enough to tell a project's folders apart.
    static func prefix(of path: String) -> String {
        let parts = path.split(separator: "/", maxSplits: 2)
        return parts.count < 3 ? path : "/" + parts.prefix(2).joined(separator: "/") + "/…"
    }

    public func sheet() -> ReviewSheet {
        ReviewSheet(
            .partnerReport, period,
            [
                overview, GrantTable.table(of: grants, during: period),
                ReviewSheet.Table(
                    .grantChanges, [.time, .account, .grant, .change, .by, .until, .statedReason], changes.rows,
                    left: changes.left),
                ReviewSheet.Table(
                    .partnerUse,
                    [.account, .console, .day, .path, .requests, .permitted, .denied, .downloads, .bytes],
                    use.entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, day in
                        key + [
                            "\(day.requests)", "\(day.permitted)", "\(day.denied)", "\(day.downloads)", "\(day.bytes)",
                        ]
                    }, left: use.left),
                ReviewSheet.Table(
                    .sessions, [.account, .day, .sessions],
                    sessions.entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
                        $0.key + ["\($0.value)"]
                    },
                    left: sessions.left),
            ])
    }

    private var overview: ReviewSheet.Table {
        func sum(_ part: KeyPath<Day, Int>) -> String { "\(use.entries.values.reduce(0) { $0 + $1[keyPath: part] })" }
        return ReviewSheet.Table(
            .overview, [.fact, .value],
            [
                ["persons", "\(accounts.count)"], ["grants", "\(grants.count)"],
                ["requests", sum(\.requests)], ["permitted", sum(\.permitted)], ["denied", sum(\.denied)],
                ["downloads", sum(\.downloads)], ["bytes_out", sum(\.bytes)],
                ["sessions", "\(sessions.entries.values.reduce(0, +))"],
            ])
    }
}
