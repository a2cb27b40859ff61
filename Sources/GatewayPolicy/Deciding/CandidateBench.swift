import GatewayIdentity

/// Weighs the allow rules of one console for one subject: what each asks for, and what is asked for beside all of them.
struct CandidateBench {
    private let evidence: Evidence
    private let backing: Backing
    private let demands: Demands
    private let commonGaps: [FactorGap]
    private let device: DeviceTie
    private let country: CountryCode?

    init(
        evidence: Evidence, backing: Backing, demands: Demands, device: DeviceTie, country: CountryCode?,
        _ horizon: inout Horizon
    ) {
        self.evidence = evidence
        self.backing = backing
        self.demands = demands
        commonGaps = demands.factors.compactMap { evidence.gap(for: $0, &horizon) }
        self.device = device
        self.country = country
    }

    /// `nil` for a deny rule, which allows nothing.
    func candidate(_ rule: CompiledRule, with relief: Relief, _ horizon: inout Horizon) -> Standing.Candidate? {
        guard case .allow(let factors, let approvals, _) = rule.effect else { return nil }
        let names = demands.approvals.union(approvals)
        let missing = backing.gaps(for: names, &horizon)
        return Standing.Candidate(
            rule: rule, zones: rule.zones | relief.zones, windows: rule.windows | relief.windows,
            isInCountry: rule.holds(in: country),
            isOnDevice: device.satisfies(demands.device.stricter(rule.devices)), obstacle: missing.first?.obstacle,
            approvals: missing, restsOnGrant: backing.restsOnGrant(names),
            gaps: commonGaps + factors.compactMap { evidence.gap(for: $0, &horizon) })
    }
}
