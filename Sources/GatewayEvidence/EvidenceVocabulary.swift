/// What of configuration and policy may show a clause: the closed list that profiles choose from.
public enum EvidenceSetting: String, CaseIterable, Sendable, Encodable {
    case policy, consoles, owners, hosting, contracts
    case doubleEncryption = "double_encryption"
    case rules
    case secondFactor = "second_factor"
    case lockout, sessions
    case clientCertificates = "client_certificates"
    case revocationAge = "revocation_age"
    case serverTLS = "server_tls"
    case upstreamTLS = "upstream_tls"
    case keyPlace = "key_place"
    case keyRotation = "key_rotation"
    case checkpointKey = "checkpoint_key"
    case checkpointDestinations = "checkpoint_destinations"
    case verification, retention, siem, clock, reviews, watch
    case policyChanges = "policy_changes"
    case exceptions
    case partnerRoles = "partner_roles"
    case approvals, zones, accounts
    case specialRoles = "special_roles"
    case passwords, warnings, desk, limits
}

/// What is counted in the records of a period: the closed list that profiles choose from.
public enum EvidenceCount: String, CaseIterable, Sendable, Encodable {
    case records, logins
    case loginsRefused = "logins_refused"
    case factorsRefused = "factors_refused"
    case handshakesRefused = "handshakes_refused"
    case locks, unlocks, sessions
    case requests
    case denials
    case stepUps = "step_ups"
    case downloads, uploads
    case grantsGiven = "grants_given"
    case grantsEnded = "grants_ended"
    case grantsSuspended = "grants_suspended"
    case deletionsConfirmed = "deletions_confirmed"
    case accountRequests = "account_requests"
    case accountChanges = "account_changes"
    case roleChanges = "role_changes"
    case certificateChanges = "certificate_changes"
    case factorChanges = "factor_changes"
    case policyChanges = "policy_changes"
    case policyTampers = "policy_tampers"
    case reviewsSigned = "reviews_signed"
    case reviewsOverdue = "reviews_overdue"
    case anomalies, measures
    case warningsSent = "warnings_sent"
    case keyEvents = "key_events"
    case clockAlarms = "clock_alarms"
    case logGaps = "log_gaps"
    case verifications
    case verificationsFailed = "verifications_failed"
    case recordsDeleted = "records_deleted"
    case recordsHeld = "records_held"
    case exports, unmaskings
    case administrationRefused = "administration_refused"
}

/// Reports that others made and a clause rests on: the closed list that profiles choose from. What rests on them needs them.
public enum EvidenceRegister: String, CaseIterable, Sendable, Encodable {
    case providerReports = "provider_reports"
    case bypassChecks = "bypass_checks"
}

/// What a profile says that a clause needs: a setting that is in force, or a count above nothing.
public enum EvidenceNeed: Hashable, Sendable {
    case setting(EvidenceSetting)
    case count(EvidenceCount)
    /// Nothing of the kind may have happened.
    case none(EvidenceCount)
}

/// Who has to do what a clause says.
public enum ClauseParty: String, CaseIterable, Sendable, Encodable {
    case user, provider, both
}

/// How far a gateway reaches.
public enum ClauseReach: String, CaseIterable, Sendable, Encodable {
    case met, partly
    case notByGateway = "not_by_gateway"
}
