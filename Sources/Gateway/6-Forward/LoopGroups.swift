internal import GatewayPolicy
internal import GatewayUpstreams
internal import NIOCore

/// The groups of all consoles on one event loop, and what is done for them four times a second: successes are told, names and members asked whose time
/// has come. Every loop looks; whoever comes first does it.
final class LoopGroups {
    private let node: GateNode
    private let pool: UpstreamPool
    private let turn: Int
    private var groups: [ObjectIdentifier: LoopGroup] = [:]
    /// Most requests of a loop are for few consoles, and those of one connection for one.
    private var last: LoopGroup?
    private var inForce: [UpstreamGroup] = []
    private var version: UInt64?

    /// - Parameter turn: another number on every loop.
    init(node: GateNode, pool: UpstreamPool, turn: Int) {
        self.node = node
        self.pool = pool
        self.turn = turn
    }

    subscript(group: UpstreamGroup) -> LoopGroup {
        if let last, last.group === group { return last }
        let key = ObjectIdentifier(group)
        let found = groups[key] ?? LoopGroup(group, startingAt: turn)
        groups[key] = found
        last = found
        return found
    }

    func tick(now: NIODeadline) {
        renew()
        let moment = Moment(now)
        for group in groups.values { group.settle() }
        for group in inForce {
            group.tick(at: moment)
            if let rules = group.rules.health { check(group, rules, at: moment) }
        }
    }

    private func check(_ group: UpstreamGroup, _ rules: HealthCheckRules, at now: Moment) {
        for (place, target) in group.targets.enumerated()
        where target.member.claimCheck(at: now, rules, random: .random(in: 0 ... .max)) {
            ActiveHealthCheck.run(group, place, rules, over: pool)
        }
    }

    /// What only former routes knew goes when its exchanges do.
    private func renew() {
        let current = node.routesVersion
        guard current != version else { return }
        version = current
        inForce = node.routes.groups
        let kept = Set(inForce.map(ObjectIdentifier.init))
        groups = groups.filter { kept.contains($0.key) }
        last = nil
    }
}

@available(*, unavailable)
extension LoopGroups: Sendable {}
