internal import GatewayAccess
internal import GatewayFactors
internal import GatewayIdentity
public import GatewayPages

extension AccountPages: EnrolmentService {
    public func beginEnrolment(
        withCode code: String, declaring declaration: FactorDeclaration, visit: Visit
    ) async throws(ServiceUnavailable) -> EnrolmentStart {
        // A name that is none is left out: the code would be used up for nothing.
        let declared = DeviceDeclaration(declaration) ?? .init(isSeparateDevice: declaration.isSeparateDevice)
        switch try await asking({ () throws(AccessFailure) in
            try await access.enrolment.begin(withCode: code, declaring: declared, by: visitor(visit))
        }) {
        case .begun(let offer): return .begun(PendingEnrolment(offer.device.text), TOTPOffer(offer))
        case .refused: return .refused
        case .throttled(let until): return .throttled(retryAfter: until - clock())
        }
    }

    public func confirmEnrolment(_ pending: PendingEnrolment, with totp: String, visit: Visit)
        async throws(ServiceUnavailable) -> EnrolmentEnd
    {
        let device = AuthenticatorID(pending.text)
        switch try await asking({ () throws(AccessFailure) in
            try await access.enrolment.confirm(device, with: totp, by: visitor(visit))
        }) {
        case .enrolled(let codes): return .enrolled(recoveryCodes: codes)
        case .refused: return .refused
        case .expired: return .expired
        case .throttled(let until): return .throttled(retryAfter: until - clock())
        }
    }
}
