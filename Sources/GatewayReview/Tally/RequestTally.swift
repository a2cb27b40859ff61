internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayPolicy

/// Counts requests, each once, whatever number of records speaks of it: by person, by console, and where they need a look.
struct RequestTally: Sendable {
    /// Somebody whose account no record names.
    static let nobody = "-"

    private static let names = 2000

    private(set) var permitted = 0
    private(set) var steppedUp = 0
    private(set) var denied = 0
    private(set) var denials = BoundedTally<String, Int>(limit: 200)
    private(set) var people = BoundedTally<String, Use>(limit: names)
    private(set) var consoles = BoundedTally<String, Use>(limit: names)
    private(set) var privileged = BoundedTally<[String], Int>(limit: names)
    private(set) var offHours = BoundedTally<String, Use>(limit: names)
    private(set) var downloads = BoundedRows(limit: 1000)
    private let hours: AccessWindow
    private var open = CountedRequests<Request>()

    struct Use: Sendable {
        var requests = 0, denied = 0, downloads = 0, bytes = 0
        var grade = ""
        var first: UnixTime?
        var last: UnixTime?

        fileprivate mutating func note(_ time: UnixTime) {
            if first.map({ time < $0 }) ?? true { first = time }
            if last.map({ time > $0 }) ?? true { last = time }
        }
    }

    /// What was counted of one, or of several alike.
    private struct Request: Sendable {
        let account: String
        let console: String?
        let grade: String
        let action: String?
        let isPrivileged: Bool
        let isOffHours: Bool
        let time: UnixTime
        /// Of this period.
        let isCounted: Bool
        var answer: Verdict.Answer?
        var reason: String?
        /// Its row among the downloads, where there was room for it.
        var row: Int?

        init(_ line: RecordLine, _ record: RequestRecord, isOffHours: Bool, isCounted: Bool) {
            account = line.text(.account) ?? RequestTally.nobody
            console = line.text(.upstream)
            grade = line.text(.grade) ?? ""
            action = line.text(.action)
            isPrivileged =
                action == Action.admin.rawValue
                || line.list(.roles).contains(where: RequestTally.privilegedRoles.contains)
            self.isOffHours = isOffHours
            time = line.time
            self.isCounted = isCounted
            answer = record.answer
            reason = record.reason
        }

        var isPermitted: Bool { answer == .permit }
        var isDenied: Bool { answer == .deny }
        var isDownload: Bool { isPermitted && action == Action.download.rawValue }
    }

    private static let privilegedRoles: Set<String> = [
        OfficialRole.privilegedAdministrator.text, OfficialRole.securityAdministrator.text,
        OfficialRole.breakGlass.text,
    ]

    init(workingHours hours: AccessWindow) { self.hours = hours }

    /// People, as far as records name them.
    var persons: Int { people.entries.keys.count { $0 != Self.nobody } }

    /// A request counts in the period of its first decision; what becomes of it is told wherever that stands.
    ///
    /// - Parameter isCounted: whether the record is of the period.
    mutating func take(_ line: RecordLine, _ record: RequestRecord, isCounted: Bool) {
        if let earlier = open.earlier(record) { return revise(earlier, record) }
        guard record.isDecision, isCounted || record.mayBeFollowed else { return }
        var request = Request(
            line, record, isOffHours: !hours.isOpen(at: line.time), isCounted: isCounted)
        if isCounted {
            add(request, record.times)
            if request.isDownload {
                request.row = downloads.append([
                    RFC3339.string(line.time), request.account, request.console ?? "-", line.text(.path) ?? "-",
                    line.approvals.joined(separator: ", "), line.text(.statedReason) ?? "-",
                ])
            }
        }
        if record.mayBeFollowed { open.remember(record, request) }
    }

    /// The answer to a request that was permitted counts as more than its console, and the policy had another word.
    private mutating func revise(_ earlier: Request, _ record: RequestRecord) {
        guard earlier.isCounted, record.answer != earlier.answer else { return }
        add(earlier, -1)
        if earlier.isDownload { downloads.withdraw(earlier.row) }
        var request = earlier
        request.answer = record.answer
        request.reason = record.reason
        add(request, 1)
        open.remember(record, request)
    }

    /// - Parameter number: how many; below nothing they are taken back.
    private mutating func add(_ request: Request, _ number: Int) {
        permitted += request.isPermitted ? number : 0
        steppedUp += request.answer == .stepUp ? number : 0
        denied += request.isDenied ? number : 0
        if request.isDenied { denials.count(request.reason ?? "-", by: number) }
        func note(_ use: inout Use) {
            use.requests += number
            use.denied += request.isDenied ? number : 0
            use.downloads += request.isDownload ? number : 0
            use.note(request.time)
        }
        people.note(request.account, new: Use()) { note(&$0) }
        if let console = request.console {
            consoles.note(console, new: Use()) {
                note(&$0)
                $0.grade = request.grade
            }
            if request.isPermitted, request.isPrivileged {
                privileged.count([request.account, console, request.action ?? "-"], by: number)
            }
        }
        if request.isPermitted, request.isOffHours { offHours.note(request.account, new: Use()) { note(&$0) } }
    }

    /// Bytes count where the exchange ended.
    mutating func takeBytes(_ line: RecordLine) {
        guard let bytes = line.number(.bytesOut) else { return }
        people.note(line.text(.account) ?? Self.nobody, new: Use()) { $0.bytes += bytes }
        if let console = line.text(.upstream) { consoles.note(console, new: Use()) { $0.bytes += bytes } }
    }
}
