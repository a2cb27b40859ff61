import GatewayIdentity

/// A console with everything that does not depend on who asks: its true grade, what its tags add, and the rules that name it.
final class CompiledConsole: Sendable {
    let console: Console
    let grade: Grade
    let gradeRules: GradeRules
    /// Asked for on top of every rule's own factors.
    let factors: [FactorRequirement]
    let approvals: Set<ApprovalName>
    let device: DeviceDemand
    /// Those whose grades and tags fit. Sorted by name.
    let floors: [CompiledFloor]
    let obligations: Obligations
    /// A tag asks for somebody's word about double encryption.
    let demandsAttestation: Bool
    /// Sorted by name, so that the file order never shows.
    let denies: [CompiledRule]
    let allows: [CompiledRule]
    /// As it counts for answers that say that they are of a higher grade, lowest first; none where its answers have no say.
    private let raised: [CompiledConsole]

    /// - Parameter raised: the same console at higher grades, lowest first.
    init(
        _ console: Console, grade: Grade, gradeRules: GradeRules, tags: [Tag], floors: [CompiledFloor],
        rules: [CompiledRule], raised: [CompiledConsole] = []
    ) {
        self.raised = raised
        self.console = console
        self.grade = grade
        self.gradeRules = gradeRules
        factors = [FactorRequirement(.certificate)] + tags.flatMap(\.factors)
        approvals = tags.reduce(into: []) { $0.formUnion($1.approvals) }
        device = tags.reduce(.any) { $0.stricter($1.device) }
        self.floors = floors.filter { $0.floor.selector.covers(grade, console.tags) }
        var obligations = Obligations(noStore: !console.isCacheable || grade > .open)
        for tag in tags { obligations.formUnion(tag.obligations) }
        self.obligations = obligations
        demandsAttestation = tags.contains { $0.residency != nil }
        let sorted = rules.sorted { $0.id < $1.id }
        denies = sorted.filter { if case .deny = $0.effect { true } else { false } }
        allows = sorted.filter { if case .allow = $0.effect { true } else { false } }
    }

    /// The console as it counts for an answer with that label, which can only raise it (semantics 4).
    func counting(for label: Grade?) -> CompiledConsole {
        guard let label else { return self }
        return raised.last { $0.grade <= label } ?? self
    }
}
