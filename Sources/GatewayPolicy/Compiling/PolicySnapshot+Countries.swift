extension PolicySnapshot {
    /// Whether any rule depends on where an address lies, so that somebody should know it.
    public var speaksOfCountries: Bool {
        definition.rules.contains { rule in
            switch rule.effect {
            case .allow(let conditions): conditions.countries != .all
            case .deny(let occasions): occasions.countries != .all || !occasions.exceptCountries.isEmpty
            }
        }
    }
}
