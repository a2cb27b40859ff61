public import GatewayIdentity

/// One thing to be recorded: what happened, when, on whose request, by whom, from where, to which console.
public struct AuditEntry: Hashable, Sendable {
    public let event: AuditEvent
    public let time: UnixTime
    public let requestID: RequestID?
    public let traceID: TraceID?
    public let subject: AuditSubject?
    public let origin: AuditOrigin?
    public let resource: AuditResource?
    /// Why an administrator did it, in their own words.
    public let statedReason: RecordedText?
    /// What was to be added to the clock then, in milliseconds; `nil`: it is told in records of its own, or not known.
    public let clockOffset: Int?

    public init(
        _ event: AuditEvent, at time: UnixTime, request: RequestID? = nil, trace: TraceID? = nil,
        by subject: AuditSubject? = nil,
        from origin: AuditOrigin? = nil,
        on resource: AuditResource? = nil, because statedReason: RecordedText? = nil, clockOffset: Int? = nil
    ) {
        self.event = event
        self.time = time
        self.requestID = request
        self.traceID = trace
        self.subject = subject
        self.origin = origin
        self.resource = resource
        self.statedReason = statedReason
        self.clockOffset = clockOffset
    }

    /// The fields behind `ts` and `event_id`, in canonical order.
    borrowing func append(to record: inout RecordBuffer, node: RecordFragment) {
        record.field(.type, event.type)
        record.field(.severity, event.severity)
        record.field(.outcome, event.outcome)
        record.field(.reason, event.reason)
        record.append(node.bytes)
        if let requestID { record.identifier(.requestID, requestID.high, requestID.low) }
        if let traceID { record.identifier(.traceID, traceID.high, traceID.low) }
        if let subject { record.append(subject.fields.bytes) }
        if let origin { record.append(origin.fields.bytes) }
        if let resource { record.append(resource.fields.bytes) }
        record.field(.statedReason, statedReason?.text)
        event.appendFields(to: &record)
        record.field(.clockOffset, clockOffset)
    }
}
