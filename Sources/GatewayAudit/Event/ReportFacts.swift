public import GatewayIdentity

/// What happens in the register of reports that others made.
public enum ReportChange: String, CaseIterable, Sendable {
    case filed, removed
    /// The next one was due, and is not there.
    case overdue
}

/// A report in the register: the file by its digest, and what it says.
public struct ReportFacts: Hashable, Sendable {
    let id: RecordedText
    /// `provider` or `bypass`.
    let kind: RecordedWord
    let about: RecordedText
    let sha256: SHA256Digest?
    let madeAt: UnixTime?
    let due: UnixTime?
    /// `nil`: it was not said.
    let hasFailed: Bool?

    public init(
        id: String, kind: RecordedWord, about: String, sha256: SHA256Digest?, madeAt: UnixTime?, due: UnixTime?,
        hasFailed: Bool?
    ) {
        self.id = RecordedText(id)
        self.kind = kind
        self.about = RecordedText(about)
        self.sha256 = sha256
        self.madeAt = madeAt
        self.due = due
        self.hasFailed = hasFailed
    }
}

extension RecordBuffer {
    mutating func facts(_ facts: ReportFacts) {
        field(.part, facts.kind.text)
        field(.objectType, AuditTarget.Kind.report)
        field(.object, facts.id.text)
        field(.about, facts.about.text)
        field(.after, facts.sha256)
        field(.from, facts.madeAt)
        field(.until, facts.due)
        field(.result, facts.hasFailed.map { $0 ? "failed" : "passed" })
    }
}
