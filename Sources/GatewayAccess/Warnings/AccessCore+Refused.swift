internal import GatewayIdentity
internal import GatewayStore

extension AccessCore {
    /// Tells of a certificate that opens nothing, where that is a sign of somebody trying (2.10).
    func warnOfRefused(
        _ certificate: ClientCertificate?, because reason: Reason, of account: Account?, from source: NetworkAddress,
        device: String?, requestID: RequestID
    ) {
        let event: SecurityWarning.Event
        switch reason {
        case .certificateRevoked, .certificateUntrustedIssuer: event = .certificateRefused
        case .accountDisabled, .accountLocked: event = .closedAccountTried
        // Of a certificate that is bound, only the terms of a service speak of places.
        case .zoneDenied: event = .serviceElsewhere
        case _: return
        }
        let owner = account ?? certificate.flatMap { directory.value.holder(ofKey: $0.publicKey) }
        warn(
            event, .high, about: owner?.name, from: source, device: device, requestID: requestID, at: now(),
            owner: true)
    }
}
