internal import GatewayIdentity
internal import GatewayPolicy

/// One console with what both policies say about it.
struct ConsoleUnderTest {
    let id: ConsoleID
    let rules: [Rule]
    let overrides: [ActionOverride]
    /// What widens the rules. Floors have no part: their zones and windows are those of the rules, or more.
    private let exceptions: [RuleException]

    init(_ id: ConsoleID, in policies: [PolicySnapshot]) {
        self.id = id
        let rules = policies.flatMap { $0.definition.rules.filter { $0.target.consoles.contains(id) } }
        let names = Set(rules.map(\.id))
        self.rules = rules
        exceptions = policies.flatMap { $0.definition.exceptions.values.filter { names.contains($0.rule) } }
        overrides = policies.flatMap { $0.console(id)?.actionOverrides ?? [] }
    }

    var zones: Set<ZoneName> {
        Set(rules.flatMap(\.zones) + exceptions.flatMap(\.zones))
    }
    var countries: Set<CountryCode> { rules.reduce(into: []) { $0.formUnion($1.countries) } }
    var windows: Set<WindowName> {
        Set(rules.flatMap(\.windows) + exceptions.flatMap(\.windows))
    }
    /// When exceptions hold that have not ended by `time`.
    func exceptionTimes(from time: UnixTime) -> [UnixTime] {
        exceptions.filter { time < $0.expires }.map { max($0.from, time) }
    }
}

extension Rule {
    /// Those that it names, exceptions included.
    fileprivate var zones: Set<ZoneName> {
        switch effect {
        case .allow(let conditions): conditions.zones.named
        case .deny(let occasions): occasions.zones.named.union(occasions.exceptZones)
        }
    }

    fileprivate var countries: Set<CountryCode> {
        switch effect {
        case .allow(let conditions): conditions.countries.named
        case .deny(let occasions): occasions.countries.named.union(occasions.exceptCountries)
        }
    }

    fileprivate var windows: Set<WindowName> {
        switch effect {
        case .allow(let conditions): conditions.windows.named
        case .deny(let occasions): occasions.windows.named.union(occasions.exceptWindows)
        }
    }
}

extension Selection {
    fileprivate var named: Set<Element> {
        switch self {
        case .all: []
        case .only(let listed): listed
        }
    }
}
