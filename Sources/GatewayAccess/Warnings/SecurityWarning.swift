public import GatewayIdentity

/// What people are told when someone may be trying to get in (compliance profile nct-2025-04, 2.10).
///
/// Holds only what may leave the house: account and address masked, never a code, a link that logs in, an internal
/// reason or which factor was wrong.
public struct SecurityWarning: Hashable, Sendable {
    public enum Audience: Hashable, Sendable {
        /// Reached by a channel of their own, not by the one under attack.
        case owner(AccountName)
        case securityOfficer
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
        case sessionCertificateMismatch = "session_certificate_mismatch"
        case sessionDisplaced = "session_displaced"
        case recoveryCodeUsed = "recovery_code_used"
        case factorReset = "factor_reset"
        case authenticatorLost = "authenticator_lost"
        case authenticatorRemoved = "authenticator_removed"
        case factorResetAsked = "factor_reset_asked"
        case factorResetCancelled = "factor_reset_cancelled"
        case certificateEnding = "certificate_ending"
        case grantEnding = "grant_ending"
        case partnerRefused = "partner_refused"
        case sourceBlocked = "source_blocked"
        /// Two people opened an emergency account.
        case breakGlassOpened = "break_glass_opened"
        case breakGlassUsed = "break_glass_used"
        case reviewOverdue = "review_overdue"
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
    public let severity: Severity
    public let event: Event
    /// `ki***`; `nil` when nobody's account was concerned.
    public let account: String?
    /// `203.0.*.*`.
    public let source: String?
    public let device: String?
    public let service: String
    /// Failures counted so far in the running window, where it is about failures.
    public let failures: Int?
    public let lock: LockState
    /// How many events this one message stands for: the owner gets one per ten minutes.
    public var occurrences: Int
    public let contact: String

    /// `2026-11-22T10:00:00.123+09:00`
    public var koreanTime: String { RFC3339.string(at) }
}

/// Where warnings go: log, webhook, mail. Called on the path of a login, so it hands over and returns; what it cannot
/// deliver it keeps and tries again.
public protocol WarningSink: Sendable {
    func deliver(_ warning: SecurityWarning)
}
