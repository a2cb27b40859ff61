internal import GatewayIdentity
internal import GatewayPolicy

/// What can be done at the desk, and which roles may: the whole table. Who holds several roles may do what any of them may.
package enum DeskRight: CaseIterable, Sendable {
    /// People, sessions, locks, grants, what was warned of.
    case readPeople
    case changePeople
    /// How the node stands.
    case readNode
    /// What can be asked for here.
    case readDescription
    /// Have it read its files again, try its channels.
    case operate
    /// Versions and drafts of the policy.
    case readPolicy
    /// Have files looked at as a draft would be, without keeping them.
    case tryPolicy
    case writePolicy
    /// Approve, reject and ratify what others wrote.
    case approvePolicy
    /// Take into use what was approved.
    case activatePolicy
    /// Change the policy alone, for some hours.
    case changePolicyAlone
    /// Ask for an approval that rules ask for, vote on one: the policy says whose word counts.
    case takePart
    /// See those that concern oneself.
    case followPart
    /// Sign reviews off: which, is the review's to say.
    case signReview
    /// See a record whole that is shown in part.
    case unmaskRecords
    /// Take records along.
    case exportRecords

    /// Whether whoever has an account may try: it is not for the desk to say.
    var isForEveryRole: Bool {
        switch self {
        case .takePart, .followPart: true
        case .readPeople, .changePeople, .readNode, .readDescription, .operate, .readPolicy, .tryPolicy, .writePolicy,
            .approvePolicy, .activatePolicy, .changePolicyAlone, .signReview,
            .unmaskRecords, .exportRecords:
            false
        }
    }

    /// None, where it is for every role.
    var roles: Set<RoleName> {
        switch self {
        case .readPeople, .signReview, .unmaskRecords, .exportRecords:
            [OfficialRole.securityAdministrator, OfficialRole.auditor]
        case .changePeople, .changePolicyAlone: [OfficialRole.securityAdministrator]
        case .readNode, .readDescription:
            [
                OfficialRole.securityAdministrator, OfficialRole.auditor, OfficialRole.policyAuthor,
                OfficialRole.policyApprover, OfficialRole.operatorOfNode,
            ]
        case .operate: [OfficialRole.securityAdministrator, OfficialRole.operatorOfNode]
        case .readPolicy:
            [
                OfficialRole.securityAdministrator, OfficialRole.auditor, OfficialRole.policyAuthor,
                OfficialRole.policyApprover,
            ]
        case .tryPolicy, .writePolicy: OfficialRole.policyAuthors
        case .approvePolicy: OfficialRole.policyApprovers
        case .activatePolicy: OfficialRole.policyAuthors.union(OfficialRole.policyApprovers)
        case .takePart, .followPart: []
        }
    }

    /// What the second factor must be for it.
    var proof: Proof {
        switch self {
        case .readPeople, .readNode, .readDescription, .readPolicy, .tryPolicy, .followPart: .inThisSession
        case .changePeople, .operate, .writePolicy, .approvePolicy, .activatePolicy, .changePolicyAlone, .takePart,
            .signReview, .unmaskRecords, .exportRecords:
            .justNow
        }
    }

    enum Proof {
        case inThisSession, justNow
    }

    /// Whether it takes a person with a certificate: the control socket is nobody's.
    var takesPerson: Bool {
        switch self {
        case .readPeople, .changePeople, .readNode, .readDescription, .operate, .readPolicy, .tryPolicy, .takePart,
            .followPart, .unmaskRecords, .exportRecords:
            false
        case .writePolicy, .approvePolicy, .activatePolicy, .changePolicyAlone, .signReview: true
        }
    }

    /// Who may, for whoever may not.
    var refusal: String {
        guard !isForEveryRole else { return "this takes an account" }
        let names = roles.sorted().map { "'\($0)'" }
        let listed =
            names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
        switch proof {
        case .inThisSession: return "reading here needs the role \(listed)"
        case .justNow: return "changes need the role \(listed)"
        }
    }
}
