import GatewayIdentity

extension CompiledRule {
    /// Whether an allow rule holds in a country; `nil`: nobody knows which, so only a rule that asks for none holds (semantics 7).
    func holds(in country: CountryCode?) -> Bool {
        switch countries {
        case .all: true
        case .only(let listed): country.map(listed.contains) ?? false
        }
    }

    /// Whether a deny rule speaks of a country; an unknown one is any (semantics 7).
    func strikes(in country: CountryCode?) -> Bool {
        switch countries {
        case .all: true
        case .only(let listed): country.map(listed.contains) ?? true
        }
    }

    /// What a deny rule is told as: one that speaks of countries says so (vector V14).
    var denialReason: Reason {
        switch effect {
        case .deny(_, _, let exceptCountries) where countries != .all || !exceptCountries.isEmpty: .countryDenied
        case .allow, .deny: .denyRule
        }
    }
}
