internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

/// Who answers for a program, from where it comes, until when.
struct ServiceTermsDocument: Encodable {
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
struct ServiceDocument: Encodable {
    let user: String
    let displayName: String
    let roles: [String]
    let organisation: String
    /// `running`, `suspended`, `disabled`, `no_terms`, `ended` or `owner_left`.
    let state: String
    /// Absent where nobody set terms.
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
