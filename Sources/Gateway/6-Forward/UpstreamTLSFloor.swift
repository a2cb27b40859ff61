internal import GatewayPolicy
internal import GatewayTLS

/// What a console's contract asks of the connection to it at least (T36 of profile nct-2025-04).
struct UpstreamTLSFloor: Hashable, Sendable {
    private let version: ConsoleContract.TLSVersion?
    private let cipherBits: Int?

    init(_ contract: ConsoleContract?) {
        version = contract?.minimumTLS
        cipherBits = contract?.minimumCipherBits
    }

    /// Asked when the handshake is done, before a byte of a request is sent.
    func permits(_ agreement: TLSAgreement) -> Bool {
        let isNewEnough =
            switch version {
            case nil: true
            // Versions that are not listed are older, or unknown.
            case .v12: ["TLSv1.2", "TLSv1.3"].contains(agreement.version)
            case .v13: agreement.version == "TLSv1.3"
            }
        return isNewEnough && agreement.cipherBits >= cipherBits ?? 0
    }
}
