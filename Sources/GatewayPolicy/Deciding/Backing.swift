import GatewayIdentity

/// What the approvals and grants of the subject are worth on one console at one instant.
struct Backing {
    private let held: [HeldApproval]
    private let grants: [Grant]
    private let definitions: [ApprovalName: Approval]
    private let now: UnixTime

    init(_ circumstances: Circumstances, on console: ConsoleID, under definitions: [ApprovalName: Approval]) {
        held = circumstances.approvals.filter { $0.consoles.contains(console) }
        grants = circumstances.grants.filter { $0.console == console }
        self.definitions = definitions
        now = circumstances.at
    }

    /// What is missing of the approvals asked for, in the order in which it is told.
    func gaps(for names: Set<ApprovalName>, _ horizon: inout Horizon) -> [ApprovalGap] {
        guard !names.isEmpty else { return [] }
        var gaps: [ApprovalGap] = []
        for name in names { if let gap = gap(for: name, &horizon) { gaps.append(gap) } }
        return gaps.sorted { ($0.obstacle, $0.name) < ($1.obstacle, $1.name) }
    }

    /// `nil` if it runs. Notes when that will change.
    private func gap(for name: ApprovalName, _ horizon: inout Horizon) -> ApprovalGap? {
        let spans = spans(of: name)
        for span in spans {
            horizon.note(span.from)
            horizon.note(span.end)
        }
        if spans.contains(where: { $0.from <= now && now < $0.end }) { return nil }
        return ApprovalGap(name: name, status: spans.contains { $0.end <= now } ? .expired : .missing)
    }

    private func spans(of name: ApprovalName) -> [(from: UnixTime, end: UnixTime)] {
        let granted = grants.map { (from: $0.from, end: $0.to) }
        if name == .grant { return granted }
        // A name that the policy does not define is refused at load; here it would hold for nobody.
        guard let definition = definitions[name] else { return [] }
        let own = held.filter { $0.name == name }.map { (from: $0.from, end: definition.end(of: $0)) }
        return name == .exportPermission && definition.isMetByGrants ? own + granted : own
    }
}

extension Approval {
    /// For `export_permission`: a partner grant is entered with the approval or notification it rests on.
    fileprivate var isMetByGrants: Bool { document?.isEveryGrant ?? true }
}
