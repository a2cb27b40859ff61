public import GatewayIdentity

/// A factor that a rule asks for and the session has not, or not any more.
public struct FactorGap: Hashable, Sendable {
    public let name: FactorName
    /// Any one of these fills it.
    public let acceptedKinds: [FactorKind]
    /// How old the proof may be.
    public let maximumAge: Duration
    /// Whether there is a proof, but too old.
    public let hasLapsed: Bool
}

extension FactorGap {
    /// The gaps that a person has to fill so that all are filled: each name once, and none that filling another fills too (`second` beside `totp`).
    /// Those that stay take the shortest age of those they stand for. Sorted by name.
    static func fewest(of gaps: [FactorGap]) -> [FactorGap] {
        let names = Set(gaps.map(\.name))
        let needed = gaps.filter { gap in !names.contains { $0 != gap.name && gap.isFilledByFilling($0, among: gaps) } }
        return Set(needed.map(\.name)).sorted().compactMap { name in
            let same = gaps.filter { $0.name == name }
            guard let first = same.first else { return nil }
            let covered = gaps.filter { $0.name == name || $0.isFilledByFilling(name, among: gaps) }
            let age = covered.map(\.maximumAge).reduce(first.maximumAge, min)
            return FactorGap(
                name: name, acceptedKinds: first.acceptedKinds, maximumAge: age,
                hasLapsed: same.contains(where: \.hasLapsed))
        }
    }

    /// Whether every kind that the other gap accepts is accepted here too, and fewer there than here.
    private func isFilledByFilling(_ other: FactorName, among gaps: [FactorGap]) -> Bool {
        guard let gap = gaps.first(where: { $0.name == other }), gap.name != name else { return false }
        let theirs = Set(gap.acceptedKinds)
        let mine = Set(acceptedKinds)
        return theirs.isStrictSubset(of: mine) || theirs == mine && gap.name < name
    }
}
