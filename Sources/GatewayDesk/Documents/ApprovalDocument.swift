internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

struct ApprovalDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Approval", "What somebody needs beside themselves, asked for and voted on.",
        [
            .needed("id", .text),
            .needed("user", .account, "Who is to have it; of grants for several persons, the first."),
            .needed("name", .policyName, "As the policy calls it; `grant` for partner grants."),
            .maybe("consoles", .list(of: .console), "Absent: every console."),
            .needed("from", .instant),
            .needed("to", .instant),
            .needed("applicant", .text),
            .needed("reason", .text),
            .needed("asked_at", .instant),
            .needed("expires_at", .instant, "What is not decided by then is not decided."),
            .needed("votes", .list(of: .object(Vote.self)), "Oldest first."),
            .maybe("missing", .count, "People who still have to approve, while it is open."),
            .maybe(
                "groups", .list(of: .object(Group.self)), "Who has to approve, while it is open: every one of them."),
            .maybe("grants", .list(of: .object(GrantDocument.self)), "What is voted on, where it is partner grants."),
            .needed("state", .words("open", "expired", "given", "rejected", "withdrawn")),
            .maybe("decided_by", .text, "Whoever had the last word."),
            .maybe("decided_at", .instant),
            .needed("running", .flag, "Whether it holds now."),
        ])

    struct Vote: DeskDocument {
        static let schema = ObjectSchema(
            "Vote", "One person's word.",
            [
                .needed("by", .text),
                .needed("at", .instant),
                .needed("reason", .text),
            ])

        let by: String
        let at: String
        let reason: String
    }

    struct Group: DeskDocument {
        static let schema = ObjectSchema(
            "VotingGroup", "So many people who hold one of the roles.",
            [
                .needed("roles", .list(of: .role)),
                .needed("count", .count),
                .needed("voters", .list(of: .text), "Those who voted, and hold one of the roles now."),
            ])

        let roles: [String]
        let count: Int
        let voters: [String]
    }

    let id: String
    let user: String
    let name: String
    let consoles: [String]?
    let from: String
    let to: String
    let applicant: String
    let reason: String
    let askedAt: String
    let expiresAt: String
    let votes: [Vote]
    let missing: Int?
    let groups: [Group]?
    let grants: [GrantDocument]?
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
