internal import GatewayAccess
public import GatewayIdentity
public import GatewayPages
public import GatewayWebAuthn

extension AccountPages: SecurityKeyService {
    public func keyRequest(visit: Visit) async throws(ServiceUnavailable) -> KeyRequest {
        switch try await asking({ () throws(AccessFailure) in
            try await access.securityKeyOffer.options(for: visitor(visit))
        }) {
        case .options(let options): return .options(options)
        case .refused(let reason): return .denied(reason)
        case .throttled(let until): return .throttled(retryAfter: until - clock())
        }
    }

    public func beginKeyRegistration(withCode code: String, visit: Visit) async throws(ServiceUnavailable)
        -> KeyRegistrationStart
    {
        start(
            try await asking { () throws(AccessFailure) in
                try await access.securityKeyRegistration.begin(withCode: code, by: visitor(visit))
            })
    }

    public func beginKeyRegistration(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> KeyRegistrationStart
    {
        let live = try live(session, visit)
        return start(
            try await asking { () throws(AccessFailure) in
                try await access.securityKeyRegistration.begin(in: live, by: visitor(visit))
            })
    }

    private func start(_ start: SecurityKeyRegistration.Start) -> KeyRegistrationStart {
        switch start {
        case .begun(let options): .begun(options)
        case .refused: .refused
        case .freshFactorNeeded: .freshFactorNeeded
        case .throttled(let until): .throttled(retryAfter: until - clock())
        }
    }

    public func registerKey(
        _ presented: PresentedRegistration, called label: AuthenticatorLabel, inPlaceOf old: FactorHandle?,
        of session: OpenSession?, visit: Visit
    ) async throws(ServiceUnavailable) -> KeyRegistrationEnd {
        let live: LiveSession? =
            switch session {
            case nil: nil
            case let session?: try self.live(session, visit)
            }
        switch try await asking({ () throws(AccessFailure) in
            try await access.securityKeyRegistration.finish(
                presented, called: label, inPlaceOf: old.map { AuthenticatorID($0.text) }, in: live, by: visitor(visit))
        }) {
        case .registered(let key, let codes): return .registered(key, recoveryCodes: codes)
        case .refused(let refusal, let next): return .refused(KeyFault(refusal), next: next)
        case .notReplaceable: return .notReplaceable
        case .expired: return .expired
        case .throttled(let until): return .throttled(retryAfter: until - clock())
        }
    }
}

extension KeyFault {
    init(_ refusal: SecurityKeyRefusal) {
        switch refusal {
        case .notVerified: self = .notVerified
        case .copyable: self = .copyable
        case .modelNotAllowed: self = .modelNotAllowed
        case .alreadyRegistered: self = .alreadyRegistered
        case .tooMany: self = .tooMany
        case .invalid: self = .invalid
        }
    }
}
