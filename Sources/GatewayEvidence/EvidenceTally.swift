internal import GatewayAudit
public import GatewayIdentity

/// Counts the records of a period in one pass. What it keeps grows with the reasons and the policy changes, not with the records.
public struct EvidenceTally: Sendable {
    public struct PolicyChange: Hashable, Sendable, Encodable {
        public let at: String
        public let author: String?
        public let approver: String?
        public let cause: String?
        public let policySha256: String?
        public let outcome: String?
    }

    /// One review that was signed off, and the sheet that was seen.
    public struct SignedReview: Hashable, Sendable, Encodable {
        public let at: String
        public let review: String
        public let period: String?
        public let by: String?
        public let sheetSha256: String?
        public let findings: Int?
    }

    /// The first and last records of the period, as the chain knows them.
    public struct Point: Hashable, Sendable, Encodable {
        public let seq: UInt64
        public let hash: String
    }

    /// More changes than these are counted and not told one by one.
    public static let mostPolicyChanges = 1000

    /// The same of reviews: `reviews_signed` counts them all.
    public static let mostSignedReviews = 1000

    public private(set) var refusals: [String: Int] = [:]
    /// Denied requests by reason.
    public var denials: [String: Int] { requests.denials }
    public private(set) var policyChanges: [PolicyChange] = []
    public private(set) var signedReviews: [SignedReview] = []
    public private(set) var first: Point?
    public private(set) var last: Point?

    /// Of others, also those filed before the period.
    private(set) var reports = ReportTally()

    private let from: UnixTime
    private let to: UnixTime
    private var scanner = RecordScanner(
        RequestRecord.fields + [
            .sequence, .time, .type, .outcome, .change, .cause, .action, .account, .applicant, .approver, .after,
            .object, .hash, .drill, .lastSequence, .part, .period, .findings,
        ])
    private var counts: [EvidenceCount: Int] = [:]
    private var requests = EvidenceRequests()
    private var overdue: Set<String> = []
    /// Where what was read begins, and the last record of each stretch that was deleted.
    private var beginning: (seq: UInt64, time: UnixTime)?
    private var previous: (seq: UInt64, time: UnixTime)?
    private var deletedEnds: Set<UInt64> = []
    private var hasGap = false

    /// Whether records that may be of the period are gone, deleted after their time: counts are of what is left.
    public var isCutByDeletion: Bool {
        if hasGap { return true }
        guard let beginning, beginning.time > from else { return false }
        return deletedEnds.contains(beginning.seq - 1)
    }

    public init(from: UnixTime, to: UnixTime) {
        self.from = from
        self.to = to
    }

    public func count(_ count: EvidenceCount) -> Int { counts[count] ?? requests.counts[count] ?? 0 }

    /// From when on records matter.
    public var begin: UnixTime { from - CountedRequests<Void>.lookBack }

    /// - Parameter line: without its LF.
    public mutating func take(_ line: UnsafeRawBufferPointer) {
        guard scanner.scan(line), let time = scanner.text(.time, of: line).flatMap(RFC3339.parse) else { return }
        noteDeletions(line, at: time)
        guard let type = scanner.text(.type, of: line).flatMap(RecordType.init) else { return }
        if type == .reportChange { report(line) }
        let request = RequestRecord(scanner, of: line, type: type.rawValue, time: time)
        let at = request?.at ?? time
        let isOfPeriod = from <= at && at < to
        if let request { requests.take(request, scanner.text(.action, of: line), isCounted: isOfPeriod) }
        guard isOfPeriod else { return }
        add(.records)
        if let point = point(line) {
            if first == nil { first = point }
            last = point
        }
        count(type, line, at: time)
    }

    /// A deletion is told of long after what it deleted.
    private mutating func noteDeletions(_ line: UnsafeRawBufferPointer, at time: UnixTime) {
        guard let seq = number(.sequence, line) else { return }
        if beginning == nil { beginning = (seq, time) }
        reports.begin(seq, at: time)
        if let previous, seq != previous.seq + 1, previous.time < to, time > from { hasGap = true }
        previous = (seq, time)
        if scanner.text(.type, of: line) == RecordType.logDeleted.rawValue, let last = number(.lastSequence, line) {
            deletedEnds.insert(last)
        }
    }

    private func number(_ field: RecordField, _ line: UnsafeRawBufferPointer) -> UInt64? {
        scanner.value(field, of: line).flatMap { UInt64(String(decoding: $0, as: UTF8.self)) }
    }

    private func point(_ line: UnsafeRawBufferPointer) -> Point? {
        guard let seq = number(.sequence, line), let hash = scanner.text(.hash, of: line) else { return nil }
        return Point(seq: seq, hash: hash)
    }

    private mutating func add(_ count: EvidenceCount, _ number: Int = 1) { counts[count, default: 0] += number }

    private mutating func count(_ type: RecordType, _ line: UnsafeRawBufferPointer, at time: UnixTime) {
        switch type {
        case .loginOK: add(.logins)
        case .loginFailed: refused(.loginsRefused, line)
        case .factorFailed: refused(.factorsRefused, line)
        // One record speaks of several that were alike; in those of logins the number is of failures in a row.
        case .tlsRefused: refused(.handshakesRefused, line, number(.failures, line).map { Int(clamping: $0) } ?? 1)
        case .lock: add(.locks)
        case .unlock: add(.unlocks)
        case .sessionStart: add(.sessions)
        case .grantChange: grant(line)
        case .accountRequest: add(.accountRequests)
        case .accountChange, .disable, .enable: add(.accountChanges)
        case .roleChange: add(.roleChanges)
        case .certificateChange: add(.certificateChanges)
        case .factorChange: add(.factorChanges)
        case .policyChange: policyChange(line, at: time)
        case .policyTamper: add(.policyTampers)
        case .reviewSigned: signedReview(line, at: time)
        case .reviewTask: review(line)
        case .anomaly where !isDrill(line): add(.anomalies)
        case .measure where isTaken(line) && !isDrill(line): add(.measures)
        case .warningSent: add(.warningsSent)
        case .keyEvent: add(.keyEvents)
        case .clockOffset: add(.clockAlarms)
        case .logGap: add(.logGaps)
        case .logVerified:
            add(scanner.text(.outcome, of: line) == Outcome.success.rawValue ? .verifications : .verificationsFailed)
        case .logDeleted: add(.recordsDeleted)
        case .logHold where scanner.text(.change, of: line) != ChangeKind.removed.rawValue: add(.recordsHeld)
        case .logExport: add(.exports)
        case .logUnmasked: add(.unmaskings)
        case .administrationRefused: add(.administrationRefused)
        default: break
        }
    }

    private mutating func refused(_ count: EvidenceCount, _ line: UnsafeRawBufferPointer, _ number: Int = 1) {
        add(count, number)
        refusals[scanner.text(.reason, of: line) ?? "-", default: 0] += number
    }

    /// A drill is asked for, and shows nothing of what people did.
    private func isDrill(_ line: UnsafeRawBufferPointer) -> Bool { scanner.value(.drill, of: line) != nil }

    /// Lifting is a record of its own.
    private func isTaken(_ line: UnsafeRawBufferPointer) -> Bool {
        scanner.text(.change, of: line) == MeasureFacts.Change.taken.rawValue
    }

    private mutating func grant(_ line: UnsafeRawBufferPointer) {
        switch scanner.text(.change, of: line).flatMap(ChangeKind.init) {
        case .added: add(.grantsGiven)
        case .removed: add(.grantsEnded)
        case .suspended: add(.grantsSuspended)
        case .checked: add(.deletionsConfirmed)
        default: break
        }
    }

    /// A review that is late is told of every day, and counts once.
    private mutating func review(_ line: UnsafeRawBufferPointer) {
        guard scanner.text(.change, of: line) == "overdue" else { return }
        if overdue.insert(scanner.text(.object, of: line) ?? "-").inserted { add(.reviewsOverdue) }
    }

    private mutating func signedReview(_ line: UnsafeRawBufferPointer, at time: UnixTime) {
        add(.reviewsSigned)
        guard signedReviews.count < Self.mostSignedReviews else { return }
        signedReviews.append(
            SignedReview(
                at: RFC3339.string(time), review: scanner.text(.object, of: line) ?? "-",
                period: scanner.text(.period, of: line), by: scanner.text(.account, of: line),
                sheetSha256: scanner.text(.after, of: line),
                findings: number(.findings, line).map { Int(clamping: $0) }))
    }

    private mutating func report(_ line: UnsafeRawBufferPointer) {
        guard let change = scanner.text(.change, of: line).flatMap(ReportChange.init),
            let id = scanner.text(.object, of: line)
        else { return }
        reports.note(change, id, sha256: scanner.text(.after, of: line), kind: scanner.text(.part, of: line))
    }

    private mutating func policyChange(_ line: UnsafeRawBufferPointer, at time: UnixTime) {
        add(.policyChanges)
        guard policyChanges.count < Self.mostPolicyChanges else { return }
        let writers = ParsedRecord(line: line)?.writers ?? []
        policyChanges.append(
            PolicyChange(
                at: RFC3339.string(time),
                author: writers.isEmpty ? scanner.text(.account, of: line) : writers.joined(separator: " "),
                approver: scanner.text(.approver, of: line), cause: scanner.text(.cause, of: line),
                policySha256: scanner.text(.after, of: line), outcome: scanner.text(.outcome, of: line)))
    }
}
