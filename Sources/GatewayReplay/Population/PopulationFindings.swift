internal import GatewayIdentity

/// What was found so far, console by console.
struct PopulationFindings {
    let people: Int
    private(set) var pairs = 0
    private(set) var gaining = 0
    private(set) var losing = 0
    private(set) var rows: [PopulationReport.Row] = []
    private(set) var sampled: [String] = []
    private(set) var areGrantsAssumed = false

    init(people: Int) { self.people = people }

    mutating func note(_ isWhole: Bool, of console: ConsoleID) {
        if !isWhole { sampled.append(console.text) }
    }

    mutating func assumesGrants() { areGrantsAssumed = true }

    mutating func note(was: Set<String>, now: Set<String>, of people: [String], at console: ConsoleID) {
        pairs += people.count
        guard was != now else { return }
        let gained = now.subtracting(was)
        let lost = was.subtracting(now)
        if !gained.isEmpty { gaining += people.count }
        if !lost.isEmpty { losing += people.count }
        rows.append(
            .init(
                console: console.text, people: Array(people.sorted().prefix(PopulationReport.nameLimit)),
                count: people.count, gained: gained.sorted(), lost: lost.sorted(),
                isShutOut: now.isEmpty && !was.isEmpty))
    }
}
