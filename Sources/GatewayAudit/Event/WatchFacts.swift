public import GatewayIdentity

/// An alarm of a watch rule.
public struct AnomalyFacts: Hashable, Sendable {
    let rule: RecordedText
    let kind: RecordedText
    let observed: RecordedText
    let limit: RecordedText
    let severity: Severity
    /// `event_id` of the records that made it.
    let grounds: [RecordedText]
    /// Under which the measure is kept.
    let measure: RecordedText
    let account: AccountName
    let isDrill: Bool

    public init(
        rule: String, kind: String, observed: String, limit: String, severity: Severity, grounds: [String],
        measure: String, account: AccountName, isDrill: Bool
    ) {
        self.rule = RecordedText(rule)
        self.kind = RecordedText(kind)
        self.observed = RecordedText(observed)
        self.limit = RecordedText(limit)
        self.severity = severity
        self.grounds = grounds.map { RecordedText($0) }
        self.measure = RecordedText(measure)
        self.account = account
        self.isDrill = isDrill
    }
}

/// A step of a ladder that was taken, or undone.
public struct MeasureFacts: Hashable, Sendable {
    public enum Change: String, CaseIterable, Sendable {
        case taken, lifted
        /// A drill, by whoever wants it.
        case ordered
    }

    let id: RecordedText
    let rule: RecordedText
    let step: RecordedText
    let change: Change
    let severity: Severity
    let account: AccountName
    /// Who looks after it.
    let owner: AccountName?
    let isDrill: Bool

    public init(
        id: String, rule: String, step: String, change: Change, severity: Severity, account: AccountName,
        owner: AccountName?, isDrill: Bool
    ) {
        self.id = RecordedText(id)
        self.rule = RecordedText(rule)
        self.step = RecordedText(step)
        self.change = change
        self.severity = severity
        self.account = account
        self.owner = owner
        self.isDrill = isDrill
    }
}

/// An order that would have undone a measure or opened a way around it, by somebody who may not: it is about them, or they answer for whom it is about.
public struct RefusedUndoing: Hashable, Sendable {
    /// What it would have been in the record.
    let order: RecordedWord
    let id: RecordedText
    let rule: RecordedText
    let step: RecordedText
    let account: AccountName
    let isDrill: Bool

    /// - Parameters:
    ///   - id: the measure's, with its rule and step.
    ///   - account: whom it is about.
    public init(
        order: RecordedWord, id: String, rule: String, step: String, account: AccountName, isDrill: Bool
    ) {
        self.order = order
        self.id = RecordedText(id)
        self.rule = RecordedText(rule)
        self.step = RecordedText(step)
        self.account = account
        self.isDrill = isDrill
    }
}

extension RecordBuffer {
    mutating func facts(_ facts: RefusedUndoing) {
        field(.cause, facts.order.text)
        field(.objectType, AuditTarget.Kind.account)
        field(.object, facts.account.text)
        field(.request, facts.id.text)
        field(.rule, facts.rule.text)
        field(.measure, facts.step.text)
        if facts.isDrill { field(.drill, 1) }
    }

    mutating func facts(_ facts: AnomalyFacts) {
        field(.cause, facts.kind.text)
        field(.objectType, AuditTarget.Kind.account)
        field(.object, facts.account.text)
        field(.request, facts.measure.text)
        field(.rule, facts.rule.text)
        field(.observed, facts.observed.text)
        field(.limit, facts.limit.text)
        if !facts.grounds.isEmpty { field(.grounds, facts.grounds.map(\.text)) }
        if facts.isDrill { field(.drill, 1) }
    }

    mutating func facts(_ facts: MeasureFacts) {
        field(.change, facts.change)
        field(.objectType, AuditTarget.Kind.account)
        field(.object, facts.account.text)
        field(.recipient, facts.owner?.text)
        field(.request, facts.id.text)
        field(.rule, facts.rule.text)
        field(.measure, facts.step.text)
        if facts.isDrill { field(.drill, 1) }
    }
}
