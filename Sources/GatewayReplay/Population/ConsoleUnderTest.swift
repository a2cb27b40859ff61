internal import GatewayIdentity
internal import GatewayPolicy

/// One console with what both policies say about it.
struct ConsoleUnderTest {
    let id: ConsoleID
    let rules: [Rule]
    let overrides: [ActionOverride]

    init(_ id: ConsoleID, in policies: [PolicySnapshot]) {
        self.id = id
        rules = policies.flatMap { $0.definition.rules.filter { $0.target.consoles.contains(id) } }
        overrides = policies.flatMap { $0.console(id)?.actionOverrides ?? [] }
    }

    var zones: Set<ZoneName> { rules.reduce(into: []) { $0.formUnion($1.zones) } }
    var windows: Set<WindowName> { rules.reduce(into: []) { $0.formUnion($1.windows) } }
}

extension Rule {
    /// Those that it names, exceptions included.
    fileprivate var zones: Set<ZoneName> {
        switch effect {
        case .allow(let conditions): conditions.zones.named
        case .deny(let occasions): occasions.zones.named.union(occasions.exceptZones)
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
