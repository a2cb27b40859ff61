import GatewayIdentity

/// Which rules speak of which console, found once: a policy of thousands of both is not walked through once for each.
struct ConsoleIndex {
    private let consoles: [Console]
    private let places: [ConsoleID: Int]
    /// The rules that name a console, and those that speak of all, by their places in the list.
    private let naming: [ConsoleID: [Int]]
    private let general: [Int]

    init(_ consoles: [Console], _ rules: [Rule]) {
        var naming: [ConsoleID: [Int]] = [:]
        var general: [Int] = []
        for (place, rule) in rules.enumerated() {
            switch rule.target.consoles {
            case .all: general.append(place)
            case .only(let listed): for console in listed { naming[console, default: []].append(place) }
            }
        }
        self.consoles = consoles
        self.naming = naming
        self.general = general
        places = Dictionary(consoles.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func isKnown(_ console: ConsoleID) -> Bool { places[console] != nil }

    /// Places in the list of rules, ascending.
    func rules(on console: ConsoleID) -> [Int] {
        guard let named = naming[console] else { return general }
        return general.isEmpty ? named : (general + named).sorted()
    }

    /// In their own order. A name that is defined twice stands for the first.
    func consoles(of rule: Rule) -> [Console] {
        switch rule.target.consoles {
        case .all: consoles
        case .only(let listed): listed.compactMap { places[$0] }.sorted().map { consoles[$0] }
        }
    }
}
