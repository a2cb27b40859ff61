/// What a record is about: the closed list behind the field `type` (compliance profile nct-2025-04, 2.8, "Objects").
public enum RecordType: String, CaseIterable, Sendable {
    // The node.
    case start, stop, config, reload
    case clockOffset = "clock_offset"
    // The door.
    case tlsRefused = "tls_refused"
    case loginOK = "login_ok"
    case loginFailed = "login_failed"
    case factorOK = "factor_ok"
    case factorFailed = "factor_failed"
    case lock, unlock, disable, enable
    // The session.
    case sessionStart = "session_start"
    case sessionStepUp = "session_step_up"
    case sessionEnd = "session_end"
    case sessionMisuse = "session_misuse"
    case handoff
    case terminalCode = "terminal_code"
    // The request.
    case decision, access
    // Telling people.
    case warningSent = "warning_sent"
    case warningsTested = "warnings_tested"
    /// The way of records to other houses' systems.
    case forwarding
    // Watching.
    case anomaly, measure, monitor
    // Administration.
    case accountChange = "account_change"
    case accountRequest = "account_request"
    case roleChange = "role_change"
    case certificateChange = "certificate_change"
    case factorChange = "factor_change"
    case grantChange = "grant_change"
    case policyChange = "policy_change"
    case policyDraft = "policy_draft"
    case policyTamper = "policy_tamper"
    case keyEvent = "key_event"
    case peopleRead = "people_read"
    case peopleWatched = "people_watched"
    case administrationRefused = "administration_refused"
    // Reviews, and rights that are kept.
    case reviewTask = "review_task"
    case reviewSigned = "review_signed"
    case rightKept = "right_kept"
    /// The register of reports that others made.
    case reportChange = "report_change"
    // The trail about itself.
    case segmentStart = "segment_start"
    case logGap = "log_gap"
    case logVerified = "log_verified"
    case logRead = "log_read"
    case logDeleted = "log_deleted"
    case logHold = "log_hold"
    case logUnmasked = "log_unmasked"
    case logExport = "log_export"
}

/// How what the record tells of came out.
public enum Outcome: String, CaseIterable, Sendable {
    case success
    /// Tried and not achieved: a wrong code, an upstream that did not answer, a file that could not be taken over.
    case failure
    /// Not tried: the gateway said no.
    case denied
}

/// How soon somebody should look, as syslog grades it (RFC 5424 § 6.2.1).
public enum Severity: String, CaseIterable, Sendable {
    case info, notice, warning, error, critical

    /// The numerical severity of RFC 5424.
    public var syslogCode: Int {
        switch self {
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
