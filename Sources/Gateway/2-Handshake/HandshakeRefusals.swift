internal import GatewayIdentity

/// What of the refused handshakes of one event loop goes into the record: each address and cause once a second, eight of them.
typealias HandshakeRefusals = RefusalBounds<HandshakeRefusal>

/// Why a handshake was refused.
enum HandshakeRefusal: String, CaseIterable {
    /// No certificate, or one that was refused by an alert.
    case certificateRefused = "certificate_refused"
    /// No version or no suite that both sides speak.
    case incompatible
    case failed
    /// The time for it ran out.
    case late = "timeout"

    /// `nil`: TLS does not tell.
    var reason: Reason? {
        switch self {
        case .certificateRefused: nil
        case .incompatible, .failed: .badRequest
        case .late: .requestTimeout
        }
    }
}
