import GatewayIdentity

/// What the approvals and grants of the subject are worth on one console at one instant.
struct Backing {
    private let held: [HeldApproval]
    private let grants: [Grant]
    private let occasion: GrantOccasion
    private let definitions: [ApprovalName: Approval]
    private let now: UnixTime

    init(
        _ circumstances: Circumstances, on console: ConsoleID, in occasion: GrantOccasion,
        under definitions: [ApprovalName: Approval]
    ) {
        held = circumstances.approvals.filter { $0.consoles.contains(console) }
        grants = circumstances.grants.filter { $0.console == console }
        self.occasion = occasion
        self.definitions = definitions
        now = circumstances.at
    }

    /// The grants that run, each with what keeps it from reaching here and now.
    func passes(_ horizon: inout Horizon) -> [GrantPass] {
        var passes: [GrantPass] = []
        for grant in grants where isRunning(grant) {
            let misfit = occasion.misfit(of: grant.scope, &horizon).map { ApprovalGap(name: .grant, status: $0) }
            let asked = gaps(for: grant.scope.asks, &horizon).first
            passes.append(GrantPass(grant.scope, gap: misfit ?? asked))
        }
        return passes
    }

    /// Whether it is a grant that has to answer for these approvals, and so for each request.
    func restsOnGrant(_ names: Set<ApprovalName>) -> Bool {
        if names.contains(.grant) { return true }
        guard names.contains(.exportPermission), let definition = definitions[.exportPermission] else { return false }
        return definition.isMetByGrants
            && !held.contains { $0.name == .exportPermission && $0.from <= now && now < definition.end(of: $0) }
    }

    private func isRunning(_ grant: Grant) -> Bool { grant.from <= now && now < grant.to }

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
        // How far each reaches is asked of its pass.
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
