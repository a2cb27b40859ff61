internal import GatewayIdentity
internal import GatewayMetrics

/// What a client was told. The full reason is in the trail, where only those see it who may.
struct ToldReason: Label {
    let reason: PublicReason

    static let labelName = "reason"
    static let allCases = PublicReason.allCases.map { ToldReason(reason: $0) }
    private static let ordinals = Dictionary(uniqueKeysWithValues: PublicReason.allCases.enumerated().map { ($1, $0) })

    var ordinal: Int { Self.ordinals[reason, default: 0] }
    var text: String { reason.rawValue }
}

/// A failure of an upstream, or of the way there, by the code that stands in the record.
struct UpstreamReason: Label {
    let reason: Reason

    static let labelName = "reason"
    static let allCases = [
        Reason.upstreamUnreachable, .upstreamTimeout, .upstreamTLSWeak, .upstreamCertificateInvalid, .upstreamProtocol,
        .upstreamAddressRefused,
    ].map { UpstreamReason(upstream: $0) }

    private init(upstream reason: Reason) { self.reason = reason }

    /// `nil` for what is not the upstream's.
    init?(_ reason: Reason) {
        guard Self.allCases.contains(where: { $0.reason == reason }) else { return nil }
        self.reason = reason
    }

    var ordinal: Int { Self.allCases.firstIndex { $0.reason == reason } ?? 0 }
    var text: String { reason.rawValue }
}

/// Why what had been permitted did not end well, by the code that stands in its record.
struct FailureReason: Label {
    let reason: Reason

    static let labelName = "reason"
    static let allCases = Reason.allCases.map { FailureReason(reason: $0) }
    static let isShownFromZero = false
    private static let ordinals = Dictionary(uniqueKeysWithValues: Reason.allCases.enumerated().map { ($1, $0) })

    var ordinal: Int { Self.ordinals[reason, default: 0] }
    var text: String { reason.rawValue }
}
