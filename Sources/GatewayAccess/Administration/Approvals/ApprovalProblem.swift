public import GatewayIdentity
public import GatewayPolicy

/// Why an approval or a grant is not asked for, voted on or changed.
public enum ApprovalProblem: Hashable, Sendable {
    case unknown(ApprovalName)
    /// Partner grants have a request of their own, and so has what rests on a document.
    case notAskedForHere(ApprovalName)
    /// Longer than it may hold.
    case tooLong(Duration)
    /// The voter holds no role of the groups that have to approve.
    case noVoter([RoleName])
    case votedAlready
    /// The control socket is nobody's certificate, and so nobody's vote.
    case personNeeded
    /// Neither the person nor a security administrator asks.
    case notTheirs
    /// A grant names exact paths.
    case wildcard(PathPattern)
    case noPath
    /// Nothing is listed where something is to be narrowed.
    case emptyList
    /// Persons of more than one organisation, or more than a request is for.
    case persons(Int)
    /// Nobody gives alone what the policy has voted on.
    case votedOn
    case unknownZone(ZoneName)
    case unknownWindow(WindowName)
    case nobodyApproves(ApprovalName)
    case notOver
    case unknownOrganisation(String)
    /// The site's own.
    case homeOrganisation(String)
    /// Accounts of it that hold special roles.
    case specialMembers(String, [AccountName])
}

extension ApprovalProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknown(let name): "the policy defines no approval '\(name)': see 'approvals' in the policy files"
        case .notAskedForHere(let name):
            "'\(name)' rests on a document, and is asked for as a partner grant: 'gwanmun grant request'"
        case .tooLong(let most):
            "the period is longer than \(most.wholeSeconds / 3600) hours, which is the longest here"
        case .noVoter(let roles):
            "this takes a vote of somebody who holds one of the roles \(roles.map(\.text).joined(separator: ", "))"
        case .votedAlready: "nobody votes twice"
        case .personNeeded:
            "people vote with certificates of their own, at the desk (--desk): the control socket is nobody's certificate"
        case .notTheirs: "an approval is asked for by the person who needs it, or by a security administrator"
        case .wildcard(let path): "'\(path.text)' has a wildcard: a partner grant names exact paths"
        case .noPath: "a partner grant names the paths that it is for"
        case .emptyList: "a list that a grant is narrowed to is empty: leave it out, or name what it is for"
        case .persons(let most): "a request is for 1 to \(most) persons of one organisation"
        case .votedOn:
            "the policy says who approves export permissions: ask for this grant with 'gwanmun grant request'"
        case .unknownZone(let zone): "the policy knows no zone '\(zone)'"
        case .unknownWindow(let window): "the policy knows no window '\(window)'"
        case .nobodyApproves(let name): "the policy names nobody who could approve '\(name)'"
        case .notOver: "the grant is not over: nothing is to be destroyed yet"
        case .unknownOrganisation(let name): "no partner belongs to the organisation '\(name)'"
        case .homeOrganisation(let name):
            "'\(name)' is this site's own organisation: give its partners the name of theirs, or disable them one by one"
        case .specialMembers(let name, let members):
            "accounts of '\(name)' hold special roles, which no partner does: take those away first, or change their organisation: \(members.map(\.text).joined(separator: ", "))"
        }
    }
}
