internal import GatewayIdentity
internal import GatewayStore

struct GrantDocument: Encodable {
    let id: String
    let user: String
    let consoles: [String]
    let kind: String
    let reference: String
    let sponsor: String
    let from: String
    let to: String
    let endedAt: String?
    let endedBy: String?
    let isRunning: Bool

    init(_ grant: PartnerGrant, at now: UnixTime) {
        id = grant.id
        user = grant.account.text
        consoles = grant.consoles.sorted().map(\.text)
        kind = grant.kind.rawValue
        reference = grant.reference
        sponsor = grant.sponsor.text
        from = RFC3339.string(grant.from)
        to = RFC3339.string(grant.to)
        endedAt = grant.ending.map { RFC3339.string($0.at) }
        endedBy = grant.ending?.by.text
        isRunning = grant.runs(at: now)
    }

    private enum CodingKeys: String, CodingKey {
        case id, user, consoles, kind, reference, sponsor, from, to
        case endedAt = "ended_at"
        case endedBy = "ended_by"
        case isRunning = "running"
    }
}
