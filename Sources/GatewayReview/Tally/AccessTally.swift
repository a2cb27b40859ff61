internal import GatewayAudit
public import GatewayIdentity
public import GatewayPolicy

/// Folds the records of a period into what its review shows. Memory is bounded by what is shown, not by the records.
public struct AccessTally: Sendable {
    /// Records of so long before the period say which sources are not new.
    public static let memory = Duration.seconds(90 * 86400)

    private static let names = 2000
    private static let rows = 1000

    private let period: ReviewPeriod
    private var lines = RecordLines()

    private var records = 0
    private var types = BoundedTally<String, Int>(limit: 200)
    private var requests: RequestTally
    private var reading = BoundedTally<[String], Int>(limit: names)
    private var known: Set<String> = []
    private var newSources = BoundedRows(limit: rows)
    private var changes = BoundedRows(limit: rows)
    private var trail = BoundedRows(limit: rows)

    private static let mostSources = 200_000

    /// - Parameter hours: when people work here.
    public init(_ period: ReviewPeriod, workingHours hours: AccessWindow = .koreanOfficeHours) {
        self.period = period
        requests = RequestTally(workingHours: hours)
    }

    /// From when on records matter.
    public var begin: UnixTime { period.from - Self.memory }

    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let line = lines.read(bytes) else { return }
        let request = line.request
        let at = request?.at ?? line.time
        if let request, period.from - CountedRequests<Void>.lookBack <= at {
            requests.take(line, request, isCounted: period.contains(at))
        }
        guard begin <= at, at < period.to else { return }
        let isNew = noteSource(line)
        guard period.contains(at) else { return }
        records += 1
        types.count(line.type)
        if isNew, let account = line.text(.account), let source = line.text(.sourceAddress) {
            newSources.append([RFC3339.string(line.time), account, source])
        }
        if line.isOutcome { requests.takeBytes(line) }
        noteKind(line)
    }

    /// - Returns: whether the person came from there for the first time.
    private mutating func noteSource(_ line: RecordLine) -> Bool {
        guard line.isDecision || line.type == RecordType.loginOK.rawValue, known.count < Self.mostSources,
            let account = line.text(.account), let source = line.text(.sourceAddress)
        else { return false }
        return known.insert(account + " " + source).inserted
    }

    private mutating func noteKind(_ line: RecordLine) {
        if Self.trailTypes.contains(line.type) {
            trail.append([
                RFC3339.string(line.time), line.type, line.text(.cause) ?? line.text(.outcome) ?? "-",
                line.number(.lost).map(String.init) ?? "-",
            ])
        } else if Self.changeTypes.contains(line.type) {
            changes.append([
                RFC3339.string(line.time), line.actor, line.type, line.text(.change) ?? "-", line.text(.object) ?? "-",
                line.text(.statedReason) ?? "-",
            ])
        } else if Self.isReading(line.type) {
            reading.count([line.actor, line.type])
        }
    }

    private static let trailTypes = Set(
        [RecordType.logGap, .logVerified, .start, .stop, .clockOffset].map(\.rawValue))
    private static let changeTypes = Set(
        [
            RecordType.accountChange, .accountRequest, .roleChange, .certificateChange, .factorChange, .grantChange,
            .policyChange, .policyDraft, .policyTamper, .keyEvent, .lock, .unlock, .disable, .enable,
        ].map(\.rawValue))

    /// Also types that came after this was written.
    private static func isReading(_ type: String) -> Bool {
        type == RecordType.logRead.rawValue || type == RecordType.peopleRead.rawValue || type.contains("unmask")
            || type.contains("export")
    }

    // MARK: What is shown

    public func sheet() -> ReviewSheet {
        let downloads = requests.downloads
        return ReviewSheet(
            .accessRecords, period,
            [
                ReviewSheet.Table(
                    .overview, [.fact, .value],
                    [
                        ["records", "\(records)"], ["permitted", "\(requests.permitted)"],
                        ["step_up", "\(requests.steppedUp)"], ["denied", "\(requests.denied)"],
                        ["downloads", "\(downloads.rows.count + downloads.left)"],
                        ["persons", "\(requests.persons)"],
                        ["new_sources", "\(newSources.rows.count + newSources.left)"],
                    ]),
                counts(.types, [.type, .count], types), counts(.denials, [.reason, .count], requests.denials),
                ReviewSheet.Table(
                    .people, [.account, .requests, .denied, .downloads, .bytes, .last],
                    sorted(requests.people).map { name, use in
                        [name, "\(use.requests)", "\(use.denied)", "\(use.downloads)", "\(use.bytes)", shown(use.last)]
                    }, left: requests.people.left),
                ReviewSheet.Table(
                    .consoles, [.console, .grade, .requests, .denied, .downloads, .bytes],
                    sorted(requests.consoles).map { name, use in
                        [
                            name, use.grade, "\(use.requests)", "\(use.denied)", "\(use.downloads)", "\(use.bytes)",
                        ]
                    }, left: requests.consoles.left),
                ReviewSheet.Table(
                    .offHours, [.account, .requests, .first, .last],
                    sorted(requests.offHours).filter { $0.value.requests > 0 }.map { name, use in
                        [name, "\(use.requests)", shown(use.first), shown(use.last)]
                    }, left: requests.offHours.left),
                ReviewSheet.Table(.newSources, [.time, .account, .source], newSources.rows, left: newSources.left),
                ReviewSheet.Table(
                    .downloads, [.time, .account, .console, .path, .approvals, .statedReason], downloads.rows,
                    left: downloads.left),
                ReviewSheet.Table(
                    .privileged, [.account, .console, .action, .count],
                    counted(requests.privileged), left: requests.privileged.left),
                ReviewSheet.Table(
                    .changes, [.time, .by, .type, .change, .object, .statedReason], changes.rows, left: changes.left),
                ReviewSheet.Table(
                    .reading, [.by, .type, .count], counted(reading), left: reading.left),
                ReviewSheet.Table(.trail, [.time, .type, .cause, .count], trail.rows, left: trail.left),
            ])
    }

    private func counts(_ section: SheetSection, _ columns: [SheetColumn], _ tally: BoundedTally<String, Int>)
        -> ReviewSheet.Table
    {
        ReviewSheet.Table(
            section, columns,
            tally.entries.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { [$0.key, "\($0.value)"] },
            left: tally.left)
    }

    /// The most frequent first; what is as frequent as another by its cells, one after the other: the same records make the same sheet.
    private func counted(_ tally: BoundedTally<[String], Int>) -> [[String]] {
        tally.entries.filter { $0.value > 0 }.sorted { one, other in
            one.value == other.value ? one.key.lexicographicallyPrecedes(other.key) : one.value > other.value
        }.map { $0.key + ["\($0.value)"] }
    }

    /// The busiest first.
    private func sorted(_ tally: BoundedTally<String, RequestTally.Use>) -> [(key: String, value: RequestTally.Use)] {
        tally.entries.sorted { ($1.value.requests, $0.key) < ($0.value.requests, $1.key) }
    }
}

func shown(_ time: UnixTime?) -> String { time.map { RFC3339.string($0) } ?? "-" }
