package import GatewayIdentity

/// Why a session that was is no more, told on the login page. Anyone can write it into a link, so it only ever chooses
/// one of these texts.
package enum SignOutCause: String, Sendable {
    case idle
    case maximum = "max"
    case over
    /// By a sign-in elsewhere.
    case displaced = "other"

    static let parameter = "why"

    /// `nil` for the reasons that say nothing about an earlier session.
    package init?(_ reason: Reason) {
        guard let cause = Self.causes[reason] else { return nil }
        self = cause
    }

    private static let causes: [Reason: SignOutCause] = [
        .sessionIdle: .idle, .sessionAbsolute: .maximum, .sessionEnded: .over,
        .sessionDisplaced: .displaced,
    ]

    var phrase: Phrase {
        switch self {
        case .idle: .sessionIdle
        case .maximum: .sessionMaximum
        case .over: .sessionOver
        case .displaced: .sessionOther
        }
    }
}
