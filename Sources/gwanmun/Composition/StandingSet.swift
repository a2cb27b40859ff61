/// What stands from one look to the next, so that each thing is told when it begins and when it is over, and not in between.
struct StandingSet<Element: Hashable & Sendable>: Sendable {
    struct Changes: Sendable {
        let begun: [Element]
        let over: [Element]
    }

    private var standing: [Element] = []

    /// - Parameter now: everything that stands now.
    mutating func look(_ now: [Element]) -> Changes {
        let (before, present) = (Set(standing), Set(now))
        let changes = Changes(
            begun: now.filter { !before.contains($0) }, over: standing.filter { !present.contains($0) })
        standing = now
        return changes
    }
}
