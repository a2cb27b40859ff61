internal import GatewayIdentity
internal import GatewayMetrics

/// How a handshake ended: with somebody we know, with a certificate that is worth nothing here, or not at all.
enum HandshakeResult: Label, Hashable {
    /// The certificate is good, and its owner may come in.
    case verified
    /// Done, and refused from then on, with this reason.
    case refused(Reason)
    /// No agreement: versions, suites, names, or a certificate refused by an alert.
    case failed
    /// The time for it ran out.
    case late
    /// The client left in the middle, or said nothing.
    case abandoned

    static let labelName = "result"
    static let isShownFromZero = false
    static let allCases = [.verified, .failed, .late, .abandoned] + Reason.allCases.map { HandshakeResult.refused($0) }
    private static let ordinals = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    init(_ standing: ClientStanding) { self = standing.refusal.map { .refused($0) } ?? .verified }

    var ordinal: Int { Self.ordinals[self, default: 0] }

    var text: String {
        switch self {
        case .verified: "ok"
        case .refused(let reason): reason.rawValue
        case .failed: "failed"
        case .late: "timeout"
        case .abandoned: "abandoned"
        }
    }
}
