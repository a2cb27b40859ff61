internal import GatewayAudit
public import GatewayIdentity
internal import GatewayPolicy

/// Folds a month's records of partners: every change of a grant, every view, every use (guide, NCT3-L-U1; T90).
public struct PartnerTally: Sendable {
    private static let names = 20_000
    private static let rows = 5000

    private let period: ReviewPeriod
    private let people: ReviewedPeople
    private let accounts: Set<String>
    private let grantIDs: [String: String]
    private var lines = RecordLines()
    private var use = BoundedTally<[String], Day>(limit: names)
    private var sessions = BoundedTally<[String], Int>(limit: names)
    private var changes = BoundedRows(limit: rows)

    private struct Day: Sendable {
        var requests = 0, permitted = 0, denied = 0, downloads = 0, bytes = 0
    }

    /// - Parameter people: the partners' persons and their grants.
    public init(_ period: ReviewPeriod, of people: ReviewedPeople) {
        self.period = period
        self.people = people
        accounts = Set(people.persons.map(\.account.text))
        grantIDs = Dictionary(people.grants.map { ($0.id, $0.account.text) }, uniquingKeysWith: { first, _ in first })
    }

    public var begin: UnixTime { period.from }

    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let line = lines.read(bytes), period.contains(line.time) else { return }
        if line.type == RecordType.grantChange.rawValue { return noteChange(line) }
        guard let account = line.text(.account), accounts.contains(account) else { return }
        if line.type == RecordType.sessionStart.rawValue { sessions.count([account, day(line.time)]) }
        guard line.type == RecordType.decision.rawValue || line.isOutcome else { return }
        let key = [
            account, line.text(.upstream) ?? "-", day(line.time), Self.prefix(of: line.text(.path) ?? "-"),
        ]
        let (isDecision, isPermitted) = (line.isDecision, line.isPermitted)
        let isDenied = line.text(.decision) == Verdict.Answer.deny.rawValue
        let isDownload = line.text(.action) == Action.download.rawValue
        let bytes = line.isOutcome ? line.number(.bytesOut) ?? 0 : 0
        use.note(key, new: Day()) { day in
            day.bytes += bytes
            guard isDecision else { return }
            day.requests += 1
            day.permitted += isPermitted ? 1 : 0
            day.denied += isDenied ? 1 : 0
            day.downloads += isPermitted && isDownload ? 1 : 0
        }
    }

    /// `recipient` is whose grant it is; `object` which one, or its reference.
    private mutating func noteChange(_ line: RecordLine) {
        guard let account = line.text(.recipient) ?? line.text(.object).flatMap({ grantIDs[$0] }),
            accounts.contains(account)
        else { return }
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
                overview, GrantTable.table(of: people.grants, during: period),
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
                ["persons", "\(people.persons.count)"], ["grants", "\(people.grants.count)"],
                ["requests", sum(\.requests)], ["permitted", sum(\.permitted)], ["denied", sum(\.denied)],
                ["downloads", sum(\.downloads)], ["bytes_out", sum(\.bytes)],
                ["sessions", "\(sessions.entries.values.reduce(0, +))"],
            ])
    }
}

/// Grants as a sheet lists them.
enum GrantTable {
    /// - Parameter period: those that touch it.
    static func table(
        of grants: [ReviewedPeople.GrantLine], during period: ReviewPeriod?,
        lastUse: (ReviewedPeople.GrantLine) -> UnixTime? = { _ in nil }, showsUse: Bool = false
    )
        -> ReviewSheet.Table
    {
        let touching = grants.filter { grant in period.map { grant.from < $0.to && $0.from < grant.to } ?? true }
        return ReviewSheet.Table(
            .grants,
            [.grant, .account, .organisation, .console, .reference, .sponsor, .from, .to, .state]
                + (showsUse ? [.lastUse] : []),
            touching.sorted { ($0.account.text, $0.from, $0.id) < ($1.account.text, $1.from, $1.id) }.map { grant in
                [
                    grant.id, grant.account.text, grant.organisation,
                    grant.consoles.map(\.text).sorted().joined(separator: ", "), grant.reference, grant.sponsor.text,
                    RFC3339.string(grant.from), RFC3339.string(grant.to), grant.state,
                ] + (showsUse ? [shown(lastUse(grant))] : [])
            })
    }
}
