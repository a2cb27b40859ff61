internal import GatewayIdentity
internal import GatewayMetrics
internal import GatewayTLS

/// How a handshake ended: with somebody we know, with a certificate that is worth nothing here, or not at all.
enum HandshakeResult: Label, Hashable {
    /// The certificate is good, and its owner may come in.
    case verified
    /// Done, and refused from then on, with this reason.
    case refused(Reason)
    /// No certificate, or one that was refused by an alert: the listener is strict.
    case certificateRefused
    /// No version or no suite that both sides speak.
    case incompatible
    /// Anything else: a name that is nobody's, or bytes that are no TLS.
    case failed
    /// The time for it ran out.
    case late
    /// The client left in the middle, or said nothing.
    case abandoned

    static let labelName = "result"
    static let isShownFromZero = false
    static let allCases =
        [.verified, .certificateRefused, .incompatible, .failed, .late, .abandoned]
        + Reason.allCases.map { HandshakeResult.refused($0) }
    private static let ordinals = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    init(_ standing: ClientStanding) { self = standing.refusal.map { .refused($0) } ?? .verified }

    init(_ failure: TLSFailure) {
        self = failure.concernsCertificate ? .certificateRefused : failure.concernsProtocol ? .incompatible : .failed
    }

    /// As the record has it; `nil` where nothing was refused here, or by an answer that has a record of its own.
    var refusal: HandshakeRefusal? {
        switch self {
        case .certificateRefused: .certificateRefused
        case .incompatible: .incompatible
        case .failed: .failed
        case .late: .late
        case .verified, .refused, .abandoned: nil
        }
    }

    var ordinal: Int { Self.ordinals[self, default: 0] }

    var text: String {
        switch self {
        case .verified: "ok"
        case .refused(let reason): reason.rawValue
        case .certificateRefused: "certificate_refused"
        case .incompatible: "incompatible"
        case .failed: "failed"
        case .late: "timeout"
        case .abandoned: "abandoned"
        }
    }
}
