import GatewayIdentity

extension PolicyInspection {
    mutating func inspectConsoles() {
        var seen: Set<ConsoleID> = []
        var hosts: [HostName: ConsoleID] = [:]
        for console in definition.consoles {
            if !seen.insert(console.id).inserted { report(.duplicate, at: .console(console.id)) }
            if console.hosts.isEmpty { report(.emptyList, at: .console(console.id, "hosts")) }
            if console.upstreams.members.isEmpty { report(.emptyList, at: .console(console.id, "upstreams")) }
            for host in console.hosts {
                if let owner = hosts[host] { report(.hostTaken(by: owner), at: .console(console.id, "hosts")) }
                hosts[host] = console.id
            }
            for tag in console.tags.sorted() {
                requireKnown(tag, among: definition.tags.keys, at: .console(console.id, "tags"))
            }
            let grade = definition.grade(of: console)
            if console.isCacheable, grade > .open {
                report(.cacheableAboveOpen(grade), at: .console(console.id, "cacheable"))
            }
            inspectTimes(of: console)
            inspectHosting(of: console)
            for entry in console.actionOverrides {
                if entry.paths.isEmpty { report(.emptyList, at: .console(console.id, "actions")) }
                if entry.methods.contains(where: \.isAlwaysRefused) {
                    report(.methodAlwaysRefused, at: .console(console.id, "actions"))
                }
            }
            for entry in console.background {
                if entry.paths.isEmpty { report(.emptyList, at: .console(console.id, "background")) }
                if entry.methods.contains(where: \.isAlwaysRefused) {
                    report(.methodAlwaysRefused, at: .console(console.id, "background"))
                }
            }
        }
    }

    private mutating func inspectTimes(of console: Console) {
        let times = console.timeouts
        for time in [times.header, times.idle, times.tunnel] + (times.total.map { [$0] } ?? []) where time <= .zero {
            report(.notPositive, at: .console(console.id, "timeouts"))
        }
    }
}
