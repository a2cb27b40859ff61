public import GatewayIdentity

/// Controls that come with a kind of information, beside its grade.
public struct Tag: Hashable, Sendable {
    /// The console counts as at least this grade.
    public var treatAs: Grade
    /// Added to what every rule asks for.
    public var factors: [FactorRequirement]
    /// Asked of everybody, whatever the rule.
    public var requirements: Set<Requirement>
    public var obligations: Obligations
    /// Where its consoles must stand, by their own words: then they name provider, region and contract, and somebody vouches for double encryption.
    public var residency: CountryCode?

    public enum Requirement: Hashable, Sendable {
        case designatedDevice
        /// Such as a place in the list of those who handle the information (`nct_handler`).
        case approval(ApprovalName)
    }

    public init(
        treatAs: Grade, factors: [FactorRequirement] = [], requirements: Set<Requirement> = [],
        obligations: Obligations = .init(), residency: CountryCode? = nil
    ) {
        self.treatAs = treatAs
        self.factors = factors
        self.requirements = requirements
        self.obligations = obligations
        self.residency = residency
    }

    var approvals: Set<ApprovalName> {
        Set(
            requirements.compactMap {
                switch $0 {
                case .designatedDevice: nil
                case .approval(let name): name
                }
            })
    }

    var device: DeviceDemand { requirements.contains(.designatedDevice) ? .designated : .any }
}
