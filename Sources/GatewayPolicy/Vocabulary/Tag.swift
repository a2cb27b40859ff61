public import GatewayIdentity

/// Controls that come with a kind of information, beside its grade.
public struct Tag: Hashable, Sendable {
    /// The console counts as at least this grade.
    public var treatAs: Grade
    /// Added to what every rule asks for.
    public var factors: [FactorRequirement]
    public var obligations: Obligations

    public init(treatAs: Grade, factors: [FactorRequirement] = [], obligations: Obligations = .init()) {
        self.treatAs = treatAs
        self.factors = factors
        self.obligations = obligations
    }
}
