internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

struct ApprovalDocument: Encodable {
    struct Vote: Encodable {
        let by: String
        let at: String
        let reason: String
    }

    struct Group: Encodable {
        let roles: [String]
        let count: Int
        let voters: [String]
    }

    let id: String
    let user: String
    let name: String
    /// `null`: every console.
    let consoles: [String]?
    let from: String
    let to: String
    let applicant: String
    let reason: String
    let askedAt: String
    let expiresAt: String
    let votes: [Vote]
    /// People who still have to approve, while it is open.
    let missing: Int?
    /// Who has to approve, while it is open: every one of the groups.
    let groups: [Group]?
    /// What is voted on, where it is partner grants.
    let grants: [GrantDocument]?
    /// `open`, `expired`, `given`, `rejected` or `withdrawn`.
    let state: String
    let decidedBy: String?
    let decidedAt: String?
    let isRunning: Bool

    init(_ request: ApprovalRequest, _ ballot: Ballot?, for grants: [PartnerGrant], at now: UnixTime) {
        id = request.id
        user = request.account.text
        name = request.name.text
        switch request.consoles {
        case .all: consoles = nil
        case .only(let listed): consoles = listed.sorted().map(\.text)
        }
        from = RFC3339.string(request.from)
        to = RFC3339.string(request.to)
        applicant = request.applicant.text
        reason = request.reason
        askedAt = RFC3339.string(request.askedAt)
        expiresAt = RFC3339.string(request.expires)
        votes = request.votes.map { Vote(by: $0.by.text, at: RFC3339.string($0.at), reason: $0.reason) }
        missing = ballot?.missing
        groups = ballot?.groups.map {
            Group(roles: $0.roles.map(\.text), count: $0.count, voters: $0.voters.map(\.text))
        }
        self.grants = grants.isEmpty ? nil : grants.map { GrantDocument($0, at: now) }
        state = request.decision?.verdict.rawValue ?? (request.isOpen(at: now) ? "open" : "expired")
        decidedBy = request.decision?.by.text
        decidedAt = request.decision.map { RFC3339.string($0.at) }
        isRunning = request.runs(at: now)
    }

    private enum CodingKeys: String, CodingKey {
        case id, user, name, consoles, from, to, applicant, reason, votes, missing, groups, grants, state
        case askedAt = "asked_at"
        case expiresAt = "expires_at"
        case decidedBy = "decided_by"
        case decidedAt = "decided_at"
        case isRunning = "running"
    }
}
