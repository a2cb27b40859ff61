public import GatewayIdentity
public import GatewayPolicy

/// What all people can reach at all consoles under two policies, at their best: every factor fresh, from each network that a rule names, in each
/// window that a rule names.
///
/// A request that nobody has made yet is in no record. This asks for a request of every kind that the rules of a console tell apart, so that a right
/// that comes or goes is seen before somebody uses it.
public struct PopulationMatrix {
    private let draft: PolicySnapshot
    private let base: PolicySnapshot
    private let time: UnixTime

    /// - Parameter time: at which grants run; windows are looked for from here on.
    public init(draft: PolicySnapshot, base: PolicySnapshot, at time: UnixTime) {
        self.draft = draft
        self.base = base
        self.time = time
    }

    public func report(on people: [Person]) -> PopulationReport {
        let named = NamedAccounts.of(draft).union(NamedAccounts.of(base))
        let classes = Dictionary(grouping: people) { PersonClass(of: $0, named: named, at: time) }
        var findings = PopulationFindings(people: people.count)
        for id in consoleIDs {
            let console = ConsoleUnderTest(id, in: [draft, base])
            let plan = Plan(console, policies: [draft, base], from: time)
            findings.note(plan.isWhole, of: id)
            for (kind, members) in classes {
                let now = reach(of: kind, by: plan, under: draft)
                let was = reach(of: kind, by: plan, under: base)
                findings.note(was: was, now: now, of: members.map(\.account.text), at: id)
            }
        }
        if classes.keys.contains(where: { $0.grants == .assumed }) { findings.assumesGrants() }
        return PopulationReport(draft: draft.sha256, base: base.sha256, at: time, findings: findings)
    }

    private var consoleIDs: [ConsoleID] {
        Set((draft.definition.consoles + base.definition.consoles).map(\.id)).sorted()
    }

    /// What is asked about one console.
    private struct Plan {
        let console: ConsoleID
        let probes: [Probe]
        let occasions: [Occasion]
        /// Nothing was left out for want of room.
        let isWhole: Bool

        init(_ console: ConsoleUnderTest, policies: [PolicySnapshot], from time: UnixTime) {
            self.console = console.id
            let probes = Probe.probes(of: console)
            let occasions = Occasion.occasions(for: console, in: policies, from: time)
            isWhole = probes.count <= Probe.limit && occasions.count <= Occasion.limit
            self.probes = Array(probes.prefix(Probe.limit))
            self.occasions = Array(occasions.prefix(Occasion.limit))
        }
    }

    /// The probes that go through on one of the occasions.
    private func reach(of kind: PersonClass, by plan: Plan, under policy: PolicySnapshot) -> Set<String> {
        var reached: Set<String> = []
        let account = kind.account ?? AccountName(stored: "anybody")
        let subject = Subject(account: account, roles: kind.roles, condition: kind.condition)
        for occasion in plan.occasions {
            let circumstances = Circumstances(
                at: occasion.at, source: occasion.source, proofs: Self.everyProof(at: occasion.at),
                grants: kind.grants(for: plan.console), approvals: everyApproval(at: occasion.at),
                country: occasion.country, device: Self.anyDevice.map(DeviceTie.designated) ?? .none)
            let standing = policy.standing(of: subject, on: plan.console, in: circumstances)
            for probe in plan.probes where !reached.contains(probe.name) {
                if standing.permits(probe) { reached.insert(probe.name) }
            }
            if reached.count == plan.probes.count { break }
        }
        return reached
    }

    /// Everything that somebody else gives, but for grants: begun just now, so that none has run out.
    private func everyApproval(at time: UnixTime) -> [HeldApproval] {
        let names = Set(draft.definition.approvals.keys).union(base.definition.approvals.keys)
        return names.sorted().map { HeldApproval($0, from: time - .seconds(1), to: .distantFuture) }
    }

    private static let anyDevice = DeviceID("any")

    /// Every kind, each with an authenticator of its own, just now.
    private static func everyProof(at time: UnixTime) -> [FactorProof] {
        FactorKind.allCases.map { FactorProof(kind: $0, authenticator: AuthenticatorID($0.rawValue), at: time) }
    }
}

extension Standing {
    fileprivate func permits(_ probe: Probe) -> Bool {
        do throws(CanonicalPath.Problem) {
            guard case .permit = decide(probe.method, try CanonicalPath(probe.path)) else { return false }
            return true
        } catch {
            return false
        }
    }
}
