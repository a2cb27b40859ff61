public import GatewayIdentity
public import GatewayWebAuthn

/// Security keys: what a browser is asked for, and the registration of new ones.
public protocol SecurityKeyService: Sendable {
    /// A challenge for the owner of the certificate, with the names of their keys.
    func keyRequest(visit: Visit) async throws(ServiceUnavailable) -> KeyRequest

    /// By the administrator's code, which is used up.
    func beginKeyRegistration(withCode code: String, visit: Visit) async throws(ServiceUnavailable)
        -> KeyRegistrationStart

    /// By somebody who is signed in and has just proved a second factor.
    func beginKeyRegistration(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> KeyRegistrationStart

    /// - Parameters:
    ///   - old: one of theirs, which goes out of use with the registration; in a session alone.
    ///   - session: the person's, if there is one.
    func registerKey(
        _ presented: PresentedRegistration, called label: AuthenticatorLabel, inPlaceOf old: FactorHandle?,
        of session: OpenSession?, visit: Visit
    ) async throws(ServiceUnavailable) -> KeyRegistrationEnd
}

public enum KeyRequest: Hashable, Sendable {
    case options(RequestOptions)
    case denied(Reason)
    case throttled(retryAfter: Duration)
}

public enum KeyRegistrationStart: Hashable, Sendable {
    case begun(CreationOptions)
    /// The code is unknown, used or too old.
    case refused
    /// Prove a second factor again first.
    case freshFactorNeeded
    case throttled(retryAfter: Duration)
}

public enum KeyRegistrationEnd: Hashable, Sendable {
    /// Recovery codes to be shown once; empty where there are none, or none new.
    case registered(AuthenticatorID, recoveryCodes: [String])
    /// `next` where another try is allowed under the same permission.
    case refused(KeyFault, next: CreationOptions?)
    /// What it was to replace is not theirs, or over.
    case notReplaceable
    /// Too late, or answered before.
    case expired
    case throttled(retryAfter: Duration)
}

/// Why a key was not registered, as far as it helps the person who holds it.
public enum KeyFault: String, Hashable, CaseIterable, Sendable {
    case notVerified = "not_verified"
    case copyable
    case modelNotAllowed = "model_not_allowed"
    case alreadyRegistered = "already_registered"
    case tooMany = "too_many"
    case invalid
}
