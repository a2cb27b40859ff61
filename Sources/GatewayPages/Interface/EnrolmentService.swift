/// Registers an authenticator app: a code from the administrator, a secret shown once, a first code to confirm.
public protocol EnrolmentService: Sendable {
    func beginEnrolment(withCode code: String, declaring declaration: FactorDeclaration, visit: Visit)
        async throws(ServiceUnavailable) -> EnrolmentStart
    func confirmEnrolment(_ pending: PendingEnrolment, with totp: String, visit: Visit) async throws(ServiceUnavailable)
        -> EnrolmentEnd
}

/// Names an enrolment between its two steps. It is bound to account and certificate where it is kept; the name alone
/// opens nothing.
public struct PendingEnrolment: Hashable, Sendable {
    public let text: String
    public init(_ text: String) { self.text = text }
}

public enum EnrolmentStart: Hashable, Sendable {
    case begun(PendingEnrolment, TOTPOffer)
    /// Unknown, used or too old.
    case refused
    case throttled(retryAfter: Duration)
}

/// What an authenticator app needs to know. Shown once, never stored by the pages.
public struct TOTPOffer: Hashable, Sendable {
    /// `otpauth://totp/…`, for the QR code.
    public let uri: String
    /// RFC 4648 base32 without padding, for typing.
    public let secret: String
    public let digits: Int
    public let periodSeconds: Int
    /// `SHA1`, `SHA256` or `SHA512`, as the URI spells it.
    public let algorithm: String

    public init(uri: String, secret: String, digits: Int, periodSeconds: Int, algorithm: String) {
        self.uri = uri
        self.secret = secret
        self.digits = digits
        self.periodSeconds = periodSeconds
        self.algorithm = algorithm
    }
}

public enum EnrolmentEnd: Hashable, Sendable {
    /// Recovery codes to be shown once; empty where the account may have none.
    case enrolled(recoveryCodes: [String])
    /// The code did not match; the person may try the next one.
    case refused
    /// The pending enrolment is gone (too old, too many attempts): a new code from the administrator is needed.
    case expired
    case throttled(retryAfter: Duration)
}
