internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

/// Who answers for a program, from where it comes, until when.
struct ServiceTermsDocument: DeskDocument {
    static let schema = ObjectSchema(
        "ServiceTerms", "Who answers for a program, from where it comes, until when.",
        [
            .needed("owner", .account),
            .needed("networks", .list(of: .network)),
            .needed("until", .instant),
        ])

    let owner: String
    let networks: [String]
    let until: String

    init(_ terms: ServiceTerms) {
        owner = terms.owner.text
        networks = terms.networks.map(\.description)
        until = RFC3339.string(terms.until)
    }
}

/// One line of the list of services.
struct ServiceDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Service", "One line of the list of services.",
        [
            .needed("user", .account),
            .needed("display_name", .text),
            .needed("roles", .list(of: .role)),
            .needed("organisation", .text),
            .needed("state", .words("running", "suspended", "disabled", "no_terms", "ended", "owner_left")),
            .maybe("terms", .object(ServiceTermsDocument.self), "Absent where nobody set terms."),
            .maybe("last_use", .instant),
        ])

    let user: String
    let displayName: String
    let roles: [String]
    let organisation: String
    let state: String
    let terms: ServiceTermsDocument?
    let lastUse: String?

    init(_ service: ServiceAccount) {
        user = service.account.name.text
        displayName = service.account.displayName
        roles = service.account.roles.sorted().map(\.text)
        organisation = service.account.organisation
        state = service.standing.rawValue
        terms = service.terms.map(ServiceTermsDocument.init)
        lastUse = service.lastUse.map { RFC3339.string($0) }
    }

    private enum CodingKeys: String, CodingKey {
        case user, roles, organisation, state, terms
        case displayName = "display_name"
        case lastUse = "last_use"
    }
}
