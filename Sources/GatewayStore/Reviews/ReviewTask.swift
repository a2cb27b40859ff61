public import GatewayIdentity
public import GatewayReview

/// One review that is to be done: what of, until when, what is to be looked at, and who signed it off.
public struct ReviewTask: Hashable, Sendable {
    public struct SignOff: Hashable, Sendable {
        public let by: AccountName
        public let at: UnixTime
        public let reason: String
        /// What was found, in the reviewer's own words; empty: nothing.
        public let findings: String
        public let answers: [ReviewItem: ReviewVerdict]
        /// Of the sheet that was shown.
        public let sheet: SHA256Digest

        public init(
            by: AccountName, at: UnixTime, reason: String, findings: String, answers: [ReviewItem: ReviewVerdict],
            sheet: SHA256Digest
        ) {
            self.by = by
            self.at = at
            self.reason = reason
            self.findings = findings
            self.answers = answers
            self.sheet = sheet
        }

        /// Questions that were answered with a finding.
        public var findingCount: Int { answers.values.count { $0 == .finding } }
    }

    /// `access_records-2026-11`: one for each kind and period, however often it is made.
    public let id: String
    public let kind: ReviewKind
    public let period: ReviewPeriod
    /// Of a log bundle: whose records, and by which approval.
    public let subject: Subject?
    public let due: UnixTime
    public let madeAt: UnixTime
    /// What is to be looked at, as `ReviewSheet.canonical` writes it; `nil`: it is still being put together.
    public let sheet: ReviewSheet?
    public let signOff: SignOff?

    public struct Subject: Hashable, Sendable {
        public let account: AccountName
        public let approval: String

        public init(account: AccountName, approval: String) {
            self.account = account
            self.approval = approval
        }
    }

    public init(
        id: String, kind: ReviewKind, period: ReviewPeriod, subject: Subject? = nil, due: UnixTime, madeAt: UnixTime,
        sheet: ReviewSheet? = nil, signOff: SignOff? = nil
    ) {
        self.id = id
        self.kind = kind
        self.period = period
        self.subject = subject
        self.due = due
        self.madeAt = madeAt
        self.sheet = sheet
        self.signOff = signOff
    }

    /// That of a period of the calendar.
    public init(_ kind: ReviewKind, _ period: ReviewPeriod, due: UnixTime, madeAt: UnixTime) {
        self.init(id: "\(kind.rawValue)-\(period.name)", kind: kind, period: period, due: due, madeAt: madeAt)
    }

    public func isOverdue(at now: UnixTime) -> Bool { signOff == nil && due <= now }
}
