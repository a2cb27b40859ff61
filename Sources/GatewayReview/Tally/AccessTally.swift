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
    private let hours: AccessWindow
    private var lines = RecordLines()

    private var records = 0, permitted = 0, steppedUp = 0, denied = 0
    private var types = BoundedTally<String, Int>(limit: 200)
    private var denials = BoundedTally<String, Int>(limit: 200)
    private var people = BoundedTally<String, Use>(limit: names)
    private var consoles = BoundedTally<String, Use>(limit: names)
    private var privileged = BoundedTally<[String], Int>(limit: names)
    private var offHours = BoundedTally<String, Use>(limit: names)
    private var reading = BoundedTally<[String], Int>(limit: names)
    private var known: Set<String> = []
    private var newSources = BoundedRows(limit: rows)
    private var downloads = BoundedRows(limit: rows)
    private var changes = BoundedRows(limit: rows)
    private var trail = BoundedRows(limit: rows)

    private static let mostSources = 200_000

    struct Use: Sendable {
        var requests = 0, denied = 0, downloads = 0, bytes = 0
        var grade = ""
        var first: UnixTime?
        var last: UnixTime?

        mutating func note(_ time: UnixTime) {
            if first.map({ time < $0 }) ?? true { first = time }
            if last.map({ time > $0 }) ?? true { last = time }
        }
    }

    /// - Parameter hours: when people work here.
    public init(_ period: ReviewPeriod, workingHours hours: AccessWindow = .koreanOfficeHours) {
        self.period = period
        self.hours = hours
    }

    /// From when on records matter.
    public var begin: UnixTime { period.from - Self.memory }

    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let line = lines.read(bytes), begin <= line.time, line.time < period.to else { return }
        let isNew = noteSource(line)
        guard period.contains(line.time) else { return }
        records += 1
        types.count(line.type)
        if isNew, let account = line.text(.account), let source = line.text(.sourceAddress) {
            newSources.append([RFC3339.string(line.time), account, source])
        }
        if line.isDecision { noteDecision(line) }
        if line.isOutcome { noteBytes(line) }
        noteKind(line)
    }

    /// - Returns: whether the person came from there for the first time.
    private mutating func noteSource(_ line: RecordLine) -> Bool {
        guard line.isDecision || line.type == RecordType.loginOK.rawValue, known.count < Self.mostSources,
            let account = line.text(.account), let source = line.text(.sourceAddress)
        else { return false }
        return known.insert(account + " " + source).inserted
    }

    private mutating func noteDecision(_ line: RecordLine) {
        let isPermitted = line.isPermitted
        let answer = line.text(.decision)
        let isDenied = answer == Verdict.Answer.deny.rawValue
        permitted += isPermitted ? 1 : 0
        denied += isDenied ? 1 : 0
        steppedUp += answer == Verdict.Answer.stepUp.rawValue ? 1 : 0
        if isDenied { denials.count(line.text(.reason) ?? "-") }
        let action = line.text(.action)
        let isDownload = isPermitted && action == Action.download.rawValue
        let (time, grade) = (line.time, line.text(.grade) ?? "")
        func note(_ use: inout Use) {
            use.requests += 1
            use.denied += isDenied ? 1 : 0
            use.downloads += isDownload ? 1 : 0
            use.note(time)
        }
        let account = line.text(.account) ?? "-"
        people.note(account, new: Use()) { note(&$0) }
        if let console = line.text(.upstream) {
            consoles.note(console, new: Use()) {
                note(&$0)
                $0.grade = grade
            }
            let roles = line.list(.roles)
            if isPermitted, action == Action.admin.rawValue || roles.contains(where: Self.privilegedRoles.contains) {
                privileged.count([account, console, action ?? "-"])
            }
        }
        if isPermitted, !hours.isOpen(at: time) { offHours.note(account, new: Use()) { note(&$0) } }
        if isDownload {
            downloads.append([
                RFC3339.string(time), account, line.text(.upstream) ?? "-", line.text(.path) ?? "-",
                line.approvals.joined(separator: ", "), line.text(.statedReason) ?? "-",
            ])
        }
    }

    private static let privilegedRoles: Set<String> = [
        OfficialRole.privilegedAdministrator.text, OfficialRole.securityAdministrator.text,
        OfficialRole.breakGlass.text,
    ]

    private mutating func noteBytes(_ line: RecordLine) {
        guard let bytes = line.number(.bytesOut) else { return }
        people.note(line.text(.account) ?? "-", new: Use()) { $0.bytes += bytes }
        if let console = line.text(.upstream) { consoles.note(console, new: Use()) { $0.bytes += bytes } }
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
        ReviewSheet(
            .accessRecords, period,
            [
                ReviewSheet.Table(
                    .overview, [.fact, .value],
                    [
                        ["records", "\(records)"], ["permitted", "\(permitted)"], ["step_up", "\(steppedUp)"],
                        ["denied", "\(denied)"], ["downloads", "\(downloads.rows.count + downloads.left)"],
                        ["persons", "\(people.entries.count)"],
                        ["new_sources", "\(newSources.rows.count + newSources.left)"],
                    ]),
                counts(.types, [.type, .count], types), counts(.denials, [.reason, .count], denials),
                ReviewSheet.Table(
                    .people, [.account, .requests, .denied, .downloads, .bytes, .last],
                    sorted(people).map { name, use in
                        [name, "\(use.requests)", "\(use.denied)", "\(use.downloads)", "\(use.bytes)", shown(use.last)]
                    }, left: people.left),
                ReviewSheet.Table(
                    .consoles, [.console, .grade, .requests, .denied, .downloads, .bytes],
                    sorted(consoles).map { name, use in
                        [
                            name, use.grade, "\(use.requests)", "\(use.denied)", "\(use.downloads)", "\(use.bytes)",
                        ]
                    }, left: consoles.left),
                ReviewSheet.Table(
                    .offHours, [.account, .requests, .first, .last],
                    sorted(offHours).map { name, use in
                        [name, "\(use.requests)", shown(use.first), shown(use.last)]
                    }, left: offHours.left),
                ReviewSheet.Table(.newSources, [.time, .account, .source], newSources.rows, left: newSources.left),
                ReviewSheet.Table(
                    .downloads, [.time, .account, .console, .path, .approvals, .statedReason], downloads.rows,
                    left: downloads.left),
                ReviewSheet.Table(
                    .privileged, [.account, .console, .action, .count],
                    privileged.entries.sorted { ($1.value, $0.key.joined()) < ($0.value, $1.key.joined()) }.map {
                        $0.key + ["\($0.value)"]
                    }, left: privileged.left),
                ReviewSheet.Table(
                    .changes, [.time, .by, .type, .change, .object, .statedReason], changes.rows, left: changes.left),
                ReviewSheet.Table(
                    .reading, [.by, .type, .count],
                    reading.entries.sorted { ($1.value, $0.key.joined()) < ($0.value, $1.key.joined()) }.map {
                        $0.key + ["\($0.value)"]
                    }, left: reading.left),
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

    /// The busiest first.
    private func sorted(_ tally: BoundedTally<String, Use>) -> [(key: String, value: Use)] {
        tally.entries.sorted { ($1.value.requests, $0.key) < ($0.value.requests, $1.key) }
    }
}

func shown(_ time: UnixTime?) -> String { time.map { RFC3339.string($0) } ?? "-" }
