internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy

/// A question that the policy answered with a denial, to be asked again for what would help.
struct Appeal: Sendable {
    let question: Question
    let policy: PolicySnapshot

    /// What the person can do about it; empty where the answer would stay a denial whatever they did.
    func remedies() -> [PersonalRemedy] {
        let remedy = policy.remedy(for: question)
        guard remedy.obstacle == nil else { return [] }
        var remedies: [PersonalRemedy] = []
        for step in remedy.steps.flatMap(personal) where !remedies.contains(step) { remedies.append(step) }
        return remedies
    }

    private func personal(_ step: RemedyStep) -> [PersonalRemedy] {
        switch step {
        case .showCertificate: [.showCertificate]
        case .showFactors(let gaps): [.verify(gaps.compactMap(\.acceptedKinds.first))]
        case .comeFrom: [.useApprovedNetwork]
        case .beIn: [.useApprovedCountry]
        case .wait(let time, let windows):
            [.wait(until: time, hours: windows.compactMap { policy.definition.windows[$0]?.permittedHours })]
        case .useDesignatedDevice: [.useDesignatedDevice]
        case .obtain(let gaps): gaps.map(\.personalRemedy)
        case .liftLock: [.waitForUnlock]
        case .enableAccount, .takeRole, .giveUpRole: [.applyForRights]
        // Nothing that a person could do.
        case .renewRevocation: []
        }
    }
}

extension ApprovalGap {
    fileprivate var personalRemedy: PersonalRemedy {
        switch name {
        case .pledge: .signPledge
        case .training: .takeTraining
        case .handler: .joinHandlers
        case .grant, .exportPermission: .askForGrant
        case _: .askForApproval
        }
    }
}

extension AccessWindow {
    fileprivate var permittedHours: PermittedHours {
        PermittedHours(
            days: days.map(\.rawValue).sorted(), minutes: hours.map { $0.from..<$0.to },
            offsetMinutes: zone.offsetMinutes)
    }
}
