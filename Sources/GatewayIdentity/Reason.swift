/// Why a request or a login was refused: the closed list of compliance profile nct-2025-04, section 3, and the reasons of the road itself.
///
/// The raw value is what the audit trail holds. What a client is told is `publicReason`, which gives nothing away.
public enum Reason: String, CaseIterable, Sendable {
    // The certificate.
    case noClientCertificate = "no_client_cert"
    case certificateUntrustedIssuer = "cert_untrusted_issuer"
    case certificateExpired = "cert_expired"
    case certificateNotYetValid = "cert_not_yet_valid"
    case certificateIsCA = "cert_is_ca"
    case certificateWeakKey = "cert_weak_key"
    case certificateKeyUsage = "cert_key_usage"
    case certificateExtendedKeyUsage = "cert_eku"
    case certificatePolicy = "cert_policy_oid"
    case certificateRevoked = "cert_revoked"
    case revocationUnknown = "revocation_unknown"
    case certificateNotBound = "cert_not_bound"
    // The person.
    case roleConflict = "role_conflict"
    case accountLocked = "account_locked"
    case accountDisabled = "account_disabled"
    case approvalMissing = "approval_missing"
    case approvalExpired = "approval_expired"
    case pledgeMissing = "pledge_missing"
    case trainingExpired = "training_expired"
    case handlerNotListed = "handler_not_listed"
    // The factors.
    case factorMissing = "factor_missing"
    case factorFailed = "factor_failed"
    case otpReplayed = "otp_replayed"
    case sourceThrottled = "source_throttled"
    // The circumstances.
    case deviceNotDesignated = "device_not_designated"
    case zoneDenied = "zone_denied"
    case countryDenied = "country_denied"
    case timeWindowDenied = "time_window_denied"
    case clockUnsafe = "clock_unsafe"
    /// An administrator shut its network out.
    case sourceLocked = "source_locked"
    /// Nobody would look on where the policy says that somebody must.
    case monitorUnavailable = "monitor_unavailable"
    // What was asked for.
    case pathNotAllowed = "path_not_allowed"
    case actionDenied = "action_denied"
    case downloadDenied = "download_denied"
    case storageDenied = "storage_denied"
    case defaultDeny = "default_deny"
    case denyRule = "deny_rule"
    case policyConflict = "policy_conflict"
    case policyTamper = "policy_tamper"
    // The session.
    case sessionMissing = "session_missing"
    case sessionUnknown = "session_unknown"
    case sessionIdle = "session_idle"
    case sessionAbsolute = "session_absolute"
    case sessionCertificateMismatch = "session_cert_mismatch"
    case sessionEnded = "session_ended"
    /// A newer login took its place.
    case sessionDisplaced = "session_displaced"
    case concurrentSession = "concurrent_session"
    // The resource behind.
    case attestationStale = "attestation_stale"
    case residency
    case upstreamClosed = "upstream_closed"
    case upstreamTLSWeak = "upstream_tls_weak"
    case upstreamCertificateInvalid = "upstream_cert_invalid"
    case upstreamUnreachable = "upstream_unreachable"
    /// Its name leads to an address that the console does not let it have.
    case upstreamAddressRefused = "upstream_address_refused"
    case upstreamTimeout = "upstream_timeout"
    case upstreamProtocol = "upstream_protocol"
    // The road.
    case hostSNIMismatch = "host_sni_mismatch"
    case unknownHost = "unknown_host"
    case originDenied = "origin_denied"
    case badRequest = "bad_request"
    case tooLarge = "too_large"
    case requestTimeout = "request_timeout"
    /// The client closed before its answer was whole.
    case clientGone = "client_gone"
    case overloaded
    case logUnavailable = "log_unavailable"
    case storeUnavailable = "store_unavailable"
    case draining
}

/// What a client is told: the closed list of the outside interface.
public enum PublicReason: String, CaseIterable, Sendable {
    case noClientCertificate = "no_client_cert"
    case certificateUntrustedIssuer = "cert_untrusted_issuer"
    case certificateExpired = "cert_expired"
    case certificateNotYetValid = "cert_not_yet_valid"
    case certificateRevoked = "cert_revoked"
    case certificateNotBound = "cert_not_bound"
    case certificateUnusable = "cert_unusable"
    case factorRequired = "factor_required"
    case factorFailed = "factor_failed"
    case notAllowed = "not_allowed"
    case downloadDenied = "download_denied"
    case sourceThrottled = "source_throttled"
    case hostMismatch = "host_mismatch"
    case badRequest = "bad_request"
    case tooLarge = "too_large"
    case upstreamUnreachable = "upstream_unreachable"
    case upstreamTimeout = "upstream_timeout"
    case notRecorded = "not_recorded"
    case overloaded

    /// The HTTP status that goes with it (RFC 9110; 421 and 431 by RFC 9110 § 15.5.20 and RFC 6585).
    public var status: Int {
        switch self {
        case .noClientCertificate, .certificateUntrustedIssuer, .certificateExpired, .certificateNotYetValid,
            .certificateRevoked, .certificateNotBound,
            .certificateUnusable, .notAllowed, .downloadDenied:
            403
        case .factorRequired, .factorFailed: 401
        case .sourceThrottled: 429
        case .hostMismatch: 421
        case .badRequest: 400
        case .tooLarge: 413
        case .upstreamUnreachable: 502
        case .upstreamTimeout: 504
        case .notRecorded, .overloaded: 503
        }
    }
}

extension Reason {
    public var publicReason: PublicReason {
        switch self {
        case .noClientCertificate: .noClientCertificate
        case .certificateUntrustedIssuer: .certificateUntrustedIssuer
        case .certificateExpired: .certificateExpired
        case .certificateNotYetValid: .certificateNotYetValid
        case .certificateRevoked: .certificateRevoked
        case .certificateNotBound: .certificateNotBound
        case .certificateIsCA, .certificateWeakKey, .certificateKeyUsage, .certificateExtendedKeyUsage,
            .certificatePolicy, .revocationUnknown:
            .certificateUnusable
        case .factorMissing, .sessionMissing, .sessionUnknown, .sessionIdle, .sessionAbsolute,
            .sessionCertificateMismatch, .sessionEnded, .sessionDisplaced:
            .factorRequired
        // Wrong, replayed, unknown and locked look the same.
        case .factorFailed, .otpReplayed, .accountLocked: .factorFailed
        case .sourceThrottled: .sourceThrottled
        case .downloadDenied, .storageDenied: .downloadDenied
        case .roleConflict, .accountDisabled, .approvalMissing, .approvalExpired, .pledgeMissing, .trainingExpired,
            .handlerNotListed, .deviceNotDesignated,
            .zoneDenied, .countryDenied, .timeWindowDenied, .clockUnsafe, .pathNotAllowed, .actionDenied, .defaultDeny,
            .denyRule, .policyConflict,
            .policyTamper, .concurrentSession, .attestationStale, .residency, .upstreamClosed, .originDenied,
            .sourceLocked:
            .notAllowed
        case .hostSNIMismatch, .unknownHost: .hostMismatch
        case .badRequest, .requestTimeout, .clientGone: .badRequest
        case .tooLarge: .tooLarge
        case .upstreamTLSWeak, .upstreamCertificateInvalid, .upstreamUnreachable, .upstreamAddressRefused,
            .upstreamProtocol:
            .upstreamUnreachable
        case .upstreamTimeout: .upstreamTimeout
        case .logUnavailable, .storeUnavailable, .monitorUnavailable: .notRecorded
        case .overloaded, .draining: .overloaded
        }
    }
}
