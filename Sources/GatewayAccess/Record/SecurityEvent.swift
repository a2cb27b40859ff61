public import GatewayIdentity
public import GatewaySessions

/// Something about people, sessions or the administration of them that the record must hold (compliance profile
/// nct-2025-04, 2.8).
public struct SecurityEvent: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case signIn = "sign_in"
        case signInRefused = "sign_in_refused"
        case factorLocked = "factor_locked"
        /// One authenticator alone, because somebody may have a copy of it.
        case authenticatorLocked = "authenticator_locked"
        case sessionStarted = "session_started"
        case sessionEnded = "session_ended"
        /// Shown by another certificate than its own, and ended for that; `certificate` is the one that showed it.
        case sessionMisused = "session_misused"
        case handoffIssued = "handoff_issued"
        case handoffRedeemed = "handoff_redeemed"
        case handoffRefused = "handoff_refused"
        case terminalCodeIssued = "terminal_code_issued"
        case terminalCodeRedeemed = "terminal_code_redeemed"
        case terminalCodeRefused = "terminal_code_refused"
        case enrolmentBegun = "enrolment_begun"
        case enrolmentConfirmed = "enrolment_confirmed"
        case enrolmentRefused = "enrolment_refused"
        case recoveryCodesRenewed = "recovery_codes_renewed"
        case accountRequested = "account_requested"
        case requestApproved = "request_approved"
        case requestRejected = "request_rejected"
        case requestExpired = "request_expired"
        case accountAdded = "account_added"
        case accountChanged = "account_changed"
        /// A file or a personnel system brought people.
        case peopleProvisioned = "people_provisioned"
        case accountSuspended = "account_suspended"
        case accountResumed = "account_resumed"
        case accountRemoved = "account_removed"
        case accountReviewed = "account_reviewed"
        /// Nobody answered for the account's rights in time.
        case reviewOverdue = "review_overdue"
        case specialAccountChecked = "special_account_checked"
        /// Two people opened an emergency account for an hour.
        case breakGlassOpened = "break_glass_opened"
        case accountDisabled = "account_disabled"
        case accountEnabled = "account_enabled"
        case accountUnlocked = "account_unlocked"
        /// An administrator approved an unlock; the owner has yet to complete it.
        case unlockOrdered = "unlock_ordered"
        /// The owner said that a sign-in was not theirs: the account is locked.
        case accountDisowned = "account_disowned"
        case contactChanged = "contact_changed"
        /// Warnings were sent to see whether they arrive.
        case warningsTested = "warnings_tested"
        case rolesChanged = "roles_changed"
        /// Who answers for a service, from where it comes and until when (`owner`, `networks`, `until` in the details).
        case serviceTermsChanged = "service_terms_changed"
        case certificateBound = "certificate_bound"
        case certificateUnbound = "certificate_unbound"
        case factorReset = "factor_reset"
        /// By its owner, where passwords are kept.
        case passwordChanged = "password_changed"
        case languageChosen = "language_chosen"
        case factorResetAsked = "factor_reset_asked"
        case factorResetApproved = "factor_reset_approved"
        case factorResetCancelled = "factor_reset_cancelled"
        /// `authenticator` in the details of each says which.
        case authenticatorRenamed = "authenticator_renamed"
        case authenticatorLost = "authenticator_lost"
        case authenticatorRemoved = "authenticator_removed"
        case authenticatorExhausted = "authenticator_exhausted"
        case tokensImported = "tokens_imported"
        case tokenAssigned = "token_assigned"
        case tokenRevoked = "token_revoked"
        case tokenResynchronised = "token_resynchronised"
        case lockAdded = "lock_added"
        case lockLifted = "lock_lifted"
        case grantAdded = "grant_added"
        case grantEnded = "grant_ended"
        case grantPaused = "grant_paused"
        case grantResumed = "grant_resumed"
        /// What was received under a grant that is over was destroyed (`grant` in the details).
        case grantDeletionConfirmed = "grant_deletion_confirmed"
        /// An organisation leaves (`organisation`): each person has a record of their own.
        case partnerOffBoarding = "partner_off_boarding"
        /// One of its people (`grants`, `certificates`: what is taken).
        case partnerOffBoarded = "partner_off_boarded"
        /// Of an approval, or a grant, that takes the word of several (`request`, `wish`, `applicant` in the details).
        case approvalAsked = "approval_asked"
        /// One of them (`approver`).
        case approvalVoted = "approval_voted"
        case approvalGiven = "approval_given"
        case approvalRejected = "approval_rejected"
        case approvalWithdrawn = "approval_withdrawn"
        /// A key-encryption key was made (`key`, `place` in the details), is to be taken into use, is to be destroyed.
        case keyMade = "key_made"
        case keyRotated = "key_rotated"
        case keyDestroyed = "key_destroyed"
        /// It is past its time, or cannot be reached, or can be reached again.
        case keyOverdue = "key_overdue"
        case keyUnavailable = "key_unavailable"
        case keyRestored = "key_restored"
        /// A draft of the policy was written, approved, dropped (`step`, `draft` in the details).
        case policyDraft = "policy_draft"
        /// Another policy comes into force (`version`, `cause`, `before`, `after` in the details; `writers` where several wrote in it).
        case policyChanged = "policy_changed"
        /// The policy's folder says what nobody put in force.
        case policyTampered = "policy_tampered"
        /// The node verified its trail (`first`, `last`, and where it is not what it was: `witness`, `place` in the details).
        case trailVerified = "trail_verified"
        /// A review waits for somebody; it is late; somebody signed it off (`review`, `period`, `sheet`, `findings` in the details).
        case reviewTaskOpened = "review_task_opened"
        case reviewTaskOverdue = "review_task_overdue"
        case reviewSigned = "review_signed"
        /// A right stays although nobody uses it (`right`, `until`), or does not any more.
        case rightKept = "right_kept"
        case rightNotKept = "right_not_kept"
        /// A report that others made was filed or removed, or the next one is overdue (`report`, `kind`, `about`, `sha256`, `made_at`, `until`,
        /// `result` in the details).
        case reportFiled = "report_filed"
        case reportRemoved = "report_removed"
        case reportOverdue = "report_overdue"
        /// A watch rule found something (`rule`, `kind`, `observed`, `limit`, `grounds`, `measure` in the details); what was done about it
        /// (`step`); what was undone.
        case anomalyFound = "anomaly_found"
        /// Somebody wants to see whether alarms arrive.
        case drillOrdered = "drill_ordered"
        case measureTaken = "measure_taken"
        case measureLifted = "measure_lifted"
        /// Nobody looks on any more; somebody does again.
        case monitorStopped = "monitor_stopped"
        case monitorRestored = "monitor_restored"
        case peopleRead = "people_read"
        /// Somebody began to watch who is connected, or ended after so many `milliseconds` in the details.
        case peopleWatched = "people_watched"
        /// Somebody searched the records; `filter` in the details is a digest of what for.
        case recordsRead = "records_read"
        /// Records are kept beyond their time (`hold`, `from`, `until` in the details), or let go.
        case recordsHeld = "records_held"
        case recordsReleased = "records_released"
        /// Somebody who is shown records in part saw one whole (`event` in the details).
        case recordUnmasked = "record_unmasked"
        /// Somebody took records along (`filter`, `format`, `first`, `last`, `records` in the details).
        case recordsExported = "records_exported"
        case reloaded = "reloaded"
        /// An order that its giver had no right to, or that failed after it was recorded (`order` in the details; of one that would have undone a
        /// measure about themselves or their partner also `measure`, `rule`, `step`).
        case administrationRefused = "administration_refused"
    }

    public enum Outcome: String, Sendable {
        case success, failure
    }

    public let kind: Kind
    public let outcome: Outcome
    public let at: UnixTime
    public let requestID: RequestID
    /// Who caused it.
    public let actor: Actor
    /// Whom it concerns, when that is a person.
    public var account: AccountName?
    public var reason: Reason?
    public var roles: [RoleName]
    public var certificate: ClientCertificate?
    public var factors: [FactorProof]
    public var source: NetworkAddress?
    public var session: SHA256Digest?
    public var endCause: SessionEndCause?
    public var severity: SecurityWarning.Severity
    /// Why an administrator did it, in their own words.
    public var statedReason: String?
    /// Further facts for whom it may concern, by name. No secrets, no codes.
    public var details: [String: String]

    public init(
        _ kind: Kind, _ outcome: Outcome = .success, at: UnixTime, requestID: RequestID, actor: Actor,
        account: AccountName? = nil, reason: Reason? = nil,
        roles: [RoleName] = [], certificate: ClientCertificate? = nil, factors: [FactorProof] = [],
        source: NetworkAddress? = nil,
        session: SHA256Digest? = nil, endCause: SessionEndCause? = nil, severity: SecurityWarning.Severity = .low,
        statedReason: String? = nil,
        details: [String: String] = [:]
    ) {
        self.kind = kind
        self.outcome = outcome
        self.at = at
        self.requestID = requestID
        self.actor = actor
        self.account = account
        self.reason = reason
        self.roles = roles
        self.certificate = certificate
        self.factors = factors
        self.source = source
        self.session = session
        self.endCause = endCause
        self.severity = severity
        self.statedReason = statedReason
        self.details = details
    }
}

/// Who does something to people and sessions.
public enum Actor: Hashable, Sendable {
    /// Whoever may open the control socket; the file permission (0600) is the authority.
    case controlSocket(uid: UInt32)
    case administrator(AccountName)
    /// A personnel system, by its own account.
    case provisioner(AccountName)
    /// The person concerned.
    case owner(AccountName)
    /// The gateway itself: a limit reached, a time run out.
    case gateway
}

extension Actor: CustomStringConvertible {
    /// As the record spells it: `uid:0`, `admin:kim-7f3a`, `owner:kim-7f3a`, `gateway`.
    public var description: String {
        switch self {
        case .controlSocket(let uid): "uid:\(uid)"
        case .administrator(let account): "admin:\(account)"
        case .provisioner(let account): "provisioner:\(account)"
        case .owner(let account): "owner:\(account)"
        case .gateway: "gateway"
        }
    }
}
