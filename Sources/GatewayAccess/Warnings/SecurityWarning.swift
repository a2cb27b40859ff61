public import GatewayIdentity

/// What people are told when someone may be trying to get in (compliance profile nct-2025-04, 2.10).
///
/// Holds only what may leave the house: account and address masked, never a code, a link that logs in, an internal
/// reason or which factor was wrong. A country is not told, because none is known.
public struct SecurityWarning: Hashable, Sendable {
    public enum Audience: Hashable, Sendable {
        /// Reached by a channel of their own, not by the one under attack.
        case owner(AccountName)
        /// Who answers in the house for the partner whom it is about.
        case sponsor(AccountName)
        case securityOfficer

        /// To whom it is addressed by name; `nil` for the office.
        public var recipient: AccountName? {
            switch self {
            case .owner(let name), .sponsor(let name): name
            case .securityOfficer: nil
            }
        }
    }

    public enum Severity: String, CaseIterable, Comparable, Sendable {
        case low, medium, high, critical

        private var rank: Int {
            switch self {
            case .low: 0
            case .medium: 1
            case .high: 2
            case .critical: 3
            }
        }

        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    }

    public enum Event: String, CaseIterable, Sendable {
        case failedSignIn = "failed_sign_in"
        case repeatedFailures = "repeated_failures"
        case locked
        case disabled
        case rightCodeWhileLocked = "right_code_while_locked"
        case codeReplayed = "code_replayed"
        case keyCopied = "key_copied"
        case factorAdded = "factor_added"
        case certificateRefused = "certificate_refused"
        case sessionCertificateMismatch = "session_certificate_mismatch"
        case newPlace = "new_place"
        case privilegedSignIn = "privileged_sign_in"
        case offHoursSignIn = "off_hours_sign_in"
        case sessionDisplaced = "session_displaced"
        case secondSessionRefused = "second_session_refused"
        case recoveryCodeUsed = "recovery_code_used"
        case factorReset = "factor_reset"
        case authenticatorLost = "authenticator_lost"
        case authenticatorRemoved = "authenticator_removed"
        case factorResetAsked = "factor_reset_asked"
        case factorResetCancelled = "factor_reset_cancelled"
        case certificateEnding = "certificate_ending"
        case grantEnding = "grant_ending"
        case certificateBound = "certificate_bound"
        case serviceEnding = "service_ending"
        /// A program's certificate, from where the program is not.
        case serviceElsewhere = "service_elsewhere"
        case contactChanged = "contact_changed"
        case unlockOrdered = "unlock_ordered"
        case partnerRefused = "partner_refused"
        case dormantAccountUsed = "dormant_account_used"
        case closedAccountTried = "closed_account_tried"
        /// The owner said that a sign-in was not theirs.
        case disowned
        case sourceBlocked = "source_blocked"
        /// Two people opened an emergency account.
        case breakGlassOpened = "break_glass_opened"
        case breakGlassUsed = "break_glass_used"
        case reviewOverdue = "review_overdue"
        /// Reviews that nobody signed off in time.
        case reviewTasksOverdue = "review_tasks_overdue"
        /// Reports of others that are due and were not filed.
        case reportsOverdue = "reports_overdue"
        /// The records of a provider's support wait for whoever approved it.
        case bundleReady = "log_bundle_ready"
        /// The policy's folder was changed past the two people who change policies.
        case policyTampered = "policy_tamper"
        /// One person changed the policy for some hours.
        case policyEmergency = "policy_emergency"
        /// Nobody ratified that, and the policy before is back.
        case policyRestored = "policy_restored"
        /// Nobody ratified that, and the policy before cannot come back: nobody gets anywhere but to the desk.
        case policyStuck = "policy_stuck"
        /// What was approved for a time could not be taken into use then.
        case policyOvertaken = "policy_overtaken"
        /// The records are not what was written.
        case trailBroken = "trail_broken"
        /// Nothing can be recorded: whatever is not open is refused.
        case trailStopped = "trail_stopped"
        /// A receiver of records has not taken any for five minutes.
        case forwardingStalled = "forwarding_stalled"
        /// A receiver of records is not who it must be.
        case forwardingRefused = "forwarding_refused"
        /// Records were deleted, or not kept, before a receiver had them.
        case forwardingGap = "forwarding_gap"
        /// The clock is off, and nothing is refused for it yet.
        case clockOff = "clock_off"
        /// The clock cannot be relied on: classified consoles are closed.
        case clockUnsafe = "clock_unsafe"
        /// A watch rule found something; what was done about it; a drill of that.
        case anomaly
        case measureTaken = "measure_taken"
        case measureLifted = "measure_lifted"
        case anomalyDrill = "anomaly_drill"
        /// Nobody looks on, so that nobody whom somebody must look on at gets anywhere.
        case monitorStopped = "monitor_stopped"
        case monitorRestored = "monitor_restored"
        /// Sent by an administrator to see whether it arrives.
        case test
    }

    /// Until when nothing more is accepted.
    public enum LockState: Hashable, Sendable {
        case open
        case until(UnixTime)
        case untilAdministrator
    }

    /// Under which the record holds the whole of it.
    public let number: RequestID
    public let at: UnixTime
    public let audience: Audience
    /// In which it is put into words for this audience.
    public let language: Language
    public let severity: Severity
    public let event: Event
    /// `ki***`; `nil` when nobody's account was concerned.
    public let account: String?
    /// `203.0.*.*`.
    public let source: String?
    /// Browser and system, in words of ours.
    public let device: String?
    public let service: String
    /// Failures counted so far in the running window, where it is about failures.
    public let failures: Int?
    public let lock: LockState
    /// How many alike came within half a minute, of which this is the last.
    public var occurrences: Int
    public let contact: String
    /// What is about to end ends then; what is overdue was due then.
    public let deadline: UnixTime?
    /// Where this copy goes, in place of the contact that is kept for the recipient. Told to nobody.
    public var address: MailAddress?

    public init(
        number: RequestID, at: UnixTime, audience: Audience, language: Language = .korean, severity: Severity,
        event: Event, account: String?, source: String?, device: String?, service: String, failures: Int?,
        lock: LockState, occurrences: Int, contact: String, deadline: UnixTime? = nil, address: MailAddress? = nil
    ) {
        self.number = number
        self.at = at
        self.audience = audience
        self.language = language
        self.severity = severity
        self.event = event
        self.account = account
        self.source = source
        self.device = device
        self.service = service
        self.failures = failures
        self.lock = lock
        self.occurrences = occurrences
        self.contact = contact
        self.deadline = deadline
        self.address = address
    }

    /// `2026-11-22T10:00:00.123+09:00`
    public var koreanTime: String { RFC3339.string(at) }

    /// Days until the deadline, the last one counted in; whole days since, once it is past.
    var days: Int64? {
        guard let deadline else { return nil }
        let seconds = (deadline - at).wholeSeconds
        return seconds > 0 ? (seconds + 86399) / 86400 : -seconds / 86400
    }
}

/// Where warnings go: log, webhook, mail, syslog. Called on the path of a login, so it hands over and returns; what it
/// cannot deliver it keeps and tries again.
public protocol WarningSink: Sendable {
    func deliver(_ warning: SecurityWarning)
}
