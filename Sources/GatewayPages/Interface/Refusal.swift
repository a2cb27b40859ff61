public import GatewayIdentity

/// Why a request is not served, with what its sender may be told. The full reason is for choosing the words; only its
/// public side is written out.
public struct Refusal: Sendable {
    public let reason: Reason
    /// What is asked for, with `.factorMissing` and the session reasons.
    public let factors: [FactorKind]
    public let retryAfter: Duration?
    /// What the person can do about it, in order; asked for when a page is made of it.
    public let remedies: @Sendable () -> [PersonalRemedy]

    /// Whoever is turned away because there is too much to do: long enough for the tide to turn, short enough for a person to wait.
    private static let breather = Duration.seconds(5)

    public init(
        _ reason: Reason, factors: [FactorKind] = [], retryAfter: Duration? = nil,
        remedies: @escaping @Sendable () -> [PersonalRemedy] = { [] }
    ) {
        self.reason = reason
        self.factors = factors
        self.retryAfter = retryAfter ?? (reason.publicReason == .overloaded ? Self.breather : nil)
        self.remedies = remedies
    }
}
