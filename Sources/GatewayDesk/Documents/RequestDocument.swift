internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

/// A request about an account, and what was decided.
struct RequestDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Request", "A request about an account, and what was decided.",
        [
            .needed("id", .text),
            .needed("user", .account),
            .needed("kind", .words("account", "roles", "opening", "service")),
            .maybe("roles", .list(of: .role)),
            .maybe("display_name", .text),
            .maybe("organisation", .text),
            .maybe("use", .choice(of: AccountUse.self)),
            .maybe("terms", .object(ServiceTermsDocument.self)),
            .needed("applicant", .text),
            .needed("reason", .text),
            .needed("at", .instant),
            .needed("expires_at", .instant),
            .needed("state", .words("open", "approved", "rejected", "expired")),
            .maybe("decided_by", .text),
            .maybe("decided_at", .instant),
            .maybe("decided_reason", .text),
        ])

    let id: String
    let user: String
    let kind: String
    let roles: [String]?
    let displayName: String?
    let organisation: String?
    let use: String?
    let terms: ServiceTermsDocument?
    let applicant: String
    let reason: String
    let at: String
    let expiresAt: String
    let state: String
    let decidedBy: String?
    let decidedAt: String?
    let decidedReason: String?

    init(_ request: AccountRequest) {
        id = request.id
        user = request.account.text
        kind = request.wish.word
        switch request.wish {
        case .admission(let applied):
            roles = applied.roles.sorted().map(\.text)
            displayName = applied.displayName
            organisation = applied.organisation
            use = applied.use.rawValue
            terms = applied.terms.map(ServiceTermsDocument.init)
        case .roles(let wanted, replacing: _):
            roles = wanted.sorted().map(\.text)
            (displayName, organisation, use, terms) = (nil, nil, nil, nil)
        case .opening:
            (roles, displayName, organisation, use, terms) = (nil, nil, nil, nil, nil)
        case .terms(let wanted):
            (roles, displayName, organisation, use) = (nil, nil, nil, nil)
            terms = ServiceTermsDocument(wanted)
        }
        applicant = request.applicant.text
        reason = request.reason
        at = RFC3339.string(request.at)
        expiresAt = RFC3339.string(request.expires)
        state = request.decision?.verdict.rawValue ?? "open"
        decidedBy = request.decision?.by.text
        decidedAt = request.decision.map { RFC3339.string($0.at) }
        decidedReason = request.decision?.reason
    }

    private enum CodingKeys: String, CodingKey {
        case id, user, kind, roles, organisation, use, terms, applicant, reason, at, state
        case displayName = "display_name"
        case expiresAt = "expires_at"
        case decidedBy = "decided_by"
        case decidedAt = "decided_at"
        case decidedReason = "decided_reason"
    }
}
